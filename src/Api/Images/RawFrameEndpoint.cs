using System.IO.Compression;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Images;

/// <summary><c>GET /instances/{id}/frames/{n}/raw</c> and <c>/raw.gz</c>: the bytes of a frame as they stand in the file, the fragments of a compressed one joined.</summary>
public sealed class RawFrameEndpoint(ResourceQueries queries, Frames frames, MemoryGate gate) : OrthancEndpoint
{
    public override void Configure() =>
        Get($"/instances/{{id}}/frames/{{{ImageRequest.Frame}}}/raw", $"/instances/{{id}}/frames/{{{ImageRequest.Frame}}}/raw.gz");

    public override async Task HandleAsync(CancellationToken ct)
    {
        // Orthanc does not answer here where the number is none.
        if (!HttpContext.Request.TryGetFrame(out var frame))
        {
            await NotAnsweredAsync();
            return;
        }

        var file = await queries.FileAsync(Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        using var instance = frames.Open(file);
        var pixels = Frames.Describe(instance);
        using var room = await gate.EnterAsync(Math.Min(pixels.Format.FrameLength, Frames.LongestFrame), ct);
        var bytes = Frames.ReadRaw(pixels, frame);
        var response = HttpContext.Response;
        if (HttpContext.Request.Path.Value!.TrimEnd('/').EndsWith(".gz", StringComparison.Ordinal))
        {
            response.ContentType = "application/gzip";
            await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync(bytes, ct);
            return;
        }

        response.ContentType = MediaType(instance.File.TransferSyntax);
        response.ContentLength = bytes.Length;
        await response.BodyWriter.WriteAsync(bytes, ct);
    }

    private static string MediaType(DicomTransferSyntax syntax) =>
        syntax == DicomTransferSyntax.JPEGProcess1 ? "image/jpeg"
        : syntax == DicomTransferSyntax.JPEG2000Lossless || syntax == DicomTransferSyntax.JPEG2000Lossy ? "image/jp2"
        : "application/octet-stream";
}
