using System.Buffers;
using EventDicom.Dicom;
using EventDicom.Domain.Instances;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Images;

/// <summary><c>GET /instances/{id}/pdf</c>: the document that an Encapsulated PDF holds (PS3.3 annex A.45.1).</summary>
public sealed class PdfEndpoint(ResourceQueries queries, StoredFiles files) : OrthancEndpoint
{
    private const string EncapsulatedPdf = "1.2.840.10008.5.1.4.1.1.104.1";
    private const string MediaType = "application/pdf";
    private const int Piece = 64 * 1024;

    public override void Configure()
    {
        Get("/instances/{id}/pdf");
        Describe(Allow.Download, "Read the PDF that one {level} encapsulates").AnswersBytes("The document", "application/pdf");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var file = await queries.FileAsync(Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        using var instance = files.OpenDataSet(file.Stored);
        var dataset = instance.File.Dataset;
        if (!Is(DicomTag.SOPClassUID, EncapsulatedPdf) || !Is(DicomTag.MIMETypeOfEncapsulatedDocument, MediaType)
            || dataset.Find(DicomTag.EncapsulatedDocument) is not DicomElement { Length: > 0 } document)
        {
            await NotAnsweredAsync();
            return;
        }

        var length = LengthOf(document);
        HttpContext.Response.ContentType = MediaType;
        HttpContext.Response.ContentLength = length;
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            for (var position = 0L; position < length;)
            {
                var count = document.Read(position, buffer.AsSpan(0, (int)Math.Min(Piece, length - position)));
                await HttpContext.Response.Body.WriteAsync(buffer.AsMemory(0, count), ct);
                position += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        bool Is(DicomTag tag, string value) => dataset.TryGetString(tag, out var text) && text.Trim() == value;
    }

    // A document ends with its last line; whatever other byte stands there is taken for padding.
    private static long LengthOf(DicomElement document)
    {
        var last = new byte[1];
        document.Read(document.Length - 1, last);
        return last[0] is (byte)'\r' or (byte)'\n' ? document.Length : document.Length - 1;
    }
}
