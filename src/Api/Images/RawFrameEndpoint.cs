using System.IO.Compression;
using EventDicom.Dicom;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Streams;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Images;

/// <summary><c>GET /instances/{id}/frames/{n}/raw</c> and <c>/raw.gz</c>: the bytes of a frame as they stand in the file, the fragments of
/// a compressed one joined.</summary>
public sealed class RawFrameEndpoint(ResourceQueries queries, StoredFiles files, SpoolFolder spools) : OrthancEndpoint
{
    public override void Configure()
    {
        Get($"/instances/{{id}}/frames/{{{ImageRequest.Frame}}}/raw", $"/instances/{{id}}/frames/{{{ImageRequest.Frame}}}/raw.gz");
        Describe(Allow.Download, "Read the bytes of one frame as they are stored")
            .For("raw.gz", Allow.Download, "Read the bytes of one frame as they are stored, compressed by gzip")
            .AnswersBytes("The frame", "application/octet-stream", "application/gzip", "image/jpeg", "image/jp2");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        // Orthanc does not answer here where the number is none.
        if (!HttpContext.Request.TryGetFrame(out var frame))
        {
            await NotAnsweredAsync();
            return;
        }

        var file = await queries.FileAsync(Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        using var spool = spools.Open();
        var syntax = await files.ReadFrameAsync(file.Stored, frame, bytes => spool.Write(bytes.Span), ct);
        var response = HttpContext.Response;
        if (Operation == "raw")
        {
            await response.SendAsync(spool, MediaType(syntax), ct);
            return;
        }

        response.ContentType = "application/gzip";
        spool.Position = 0;
        await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest);
        await spool.CopyToAsync(gzip, ct);
    }

    private static string MediaType(DicomTransferSyntax syntax) =>
        syntax == DicomTransferSyntax.JPEGProcess1 ? "image/jpeg"
        : syntax == DicomTransferSyntax.JPEG2000Lossless || syntax == DicomTransferSyntax.JPEG2000Lossy ? "image/jp2"
        : "application/octet-stream";
}
