using EventDicom.Dicom;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Streams;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.DicomWeb;

/// <summary>
/// <c>GET …/instances/{instance}/bulk/{path}</c> (PS3.18 section 10.4.1.1.5): the bytes of one attribute, whatever its VR; of compressed
/// pixels each fragment is a part, the offset table first.
/// </summary>
public sealed class BulkDataEndpoint(ResourceQueries queries, StoredFiles files, DicomDictionary dictionary) : DicomWebEndpoint
{
    private const string Bytes = "application/octet-stream";

    public override void Configure()
    {
        Get($"{OfInstance}/bulk/{{**path}}");
        DescribeUids(Allow.Download, "Read the bytes of one attribute of an instance")
            .Where("path", Shape.Text, "The tag; within sequences tags and numbers of items, from 1, in turn, separated by slashes")
            .AnswersBytes("One part, or one for each fragment", ModelTypes.Multipart, Bytes);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var isBare = WantsBareBytes(HttpContext.Request);
        var path = Path;
        var steps = HttpContext.Request.RouteValues["path"] as string ?? "";
        var instance = await queries.FirstByUidsAsync(path, ct) ?? throw Missing(path);
        using var opened = files.OpenDataSet(instance.File.Stored);
        var values = DicomBulkData.Find(opened.File.Dataset, steps, dictionary) switch
        {
            DicomBulkData.Found found => found.Values,
            DicomBulkData.Malformed => throw Bad("The path must go by tags and numbers of items in turn, and end with a tag"),
            DicomBulkData.UnknownTag unknown =>
                throw new OrthancException(OrthancError.UnknownDicomTag, $"Unknown DICOM tag: {unknown.Step}"),
            _ => throw new OrthancException(OrthancError.InexistentItem, "There is no such attribute"),
        };

        if (isBare && values is [var only]) await AnswerBareAsync(only, ct);
        else await AnswerPartsAsync(values, ct);
    }

    private async Task AnswerBareAsync(DicomContentAnswer.Value value, CancellationToken ct)
    {
        HttpContext.Response.ContentType = Bytes;
        HttpContext.Response.ContentLength = value.Length;
        await HttpContext.Response.StartAsync(ct); // of nothing, FastEndpoints would say 204
        await value.CopyToAsync(HttpContext.Response.Body, ct);
    }

    private async Task AnswerPartsAsync(IReadOnlyList<DicomContentAnswer.Value> values, CancellationToken ct)
    {
        var answer = new MultipartAnswer(HttpContext.Response, Bytes);
        foreach (var value in values)
        {
            await using var content = new ValueStream(value);
            await answer.AddAsync(Bytes, content, value.Length, ct, isOnly: values.Count == 1);
        }
        await answer.EndAsync(ct);
    }

    // Parts, where both are accepted alike.
    private static bool WantsBareBytes(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0) return false;
        foreach (var range in MediaRange.Of(request))
        {
            if (range["range"] is not null) throw Bad("Bulk data is sent whole");
            if (range.Type is "*/*" or "multipart/*") return false;
            if (range.Type == ModelTypes.Multipart && range["type"] is null or "*/*" or Bytes) return false;
            if (range.Type == Bytes) return true;
        }
        throw Bad($"Bulk data can be had as {ModelTypes.Multipart}; type=\"{Bytes}\", or as {Bytes}");
    }

    /// <summary>A value as a stream that is read once.</summary>
    private sealed class ValueStream(DicomContentAnswer.Value value) : ReadOnlyStream
    {
        // A multiple of what values are turned by.
        private const int Block = 64 * 1024;

        private readonly byte[] _block = new byte[(int)Math.Min(Block, value.Length)];
        private long _position;
        private int _start, _end;

        public override int Read(Span<byte> buffer)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, value.Read(_position, _block));
                _position += _end;
            }
            var count = Math.Min(buffer.Length, _end - _start);
            _block.AsSpan(_start, count).CopyTo(buffer);
            _start += count;
            return count;
        }
    }
}
