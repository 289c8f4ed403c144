using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Instances;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /{patients,studies,series}/{id}/shared-tags</c>: the text tags that have one value in all instances.</summary>
public sealed class SharedTagsEndpoint(ResourceQueries queries, StoredFiles files, DicomJsonOptions shown) : OrthancEndpoint
{
    // Longer values are not compared, as they are not shown.
    private const int LongestValue = 256;

    // Padding, escape sequences and binary numbers make a text shorter than its bytes, but not by that much.
    private const int MostBytes = 16 * 1024;

    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}/shared-tags", ResourceLevel.Patient, ResourceLevel.Study, ResourceLevel.Series));
        Describe(Allow.View, "Read the tags that all instances of one {level} share").Takes(Argument.Format).Answers(Shape.Named("Tags"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await queries.DemandAsync(Level, Id, ct);

        Dictionary<DicomTag, string>? shared = null;
        InstanceFile? first = null;
        await foreach (var file in queries.FilesAsync(Level, Id, ct))
        {
            first ??= file;
            var known = shared;
            shared = await files.UseAsync(file.Stored,
                dicom => known is null ? TextsOf(dicom.Dataset) : SharedWith(dicom.Dataset, known), ct);
        }

        if (first is null)
        {
            await AnswerEmptyObjectAsync();
            return;
        }

        var format = TagFormat.Of(HttpContext.Request.Query, DicomJsonFormat.Full);
        using var answer = JsonAnswer.To(HttpContext.Response);
        await files.UseAsync(first.Stored, dicom =>
        {
            DicomJson.Write(answer.Writer, dicom.Dataset, format, shown with { Only = shared!.Keys.ToHashSet() });
            return true;
        }, ct);
        await answer.SendAsync();
    }

    private static Dictionary<DicomTag, string> TextsOf(DicomDataset dataset) =>
        dataset.Select(item => (item.Tag, Text: TextOf(dataset, item.Tag))).Where(value => value.Text is not null)
        .ToDictionary(value => value.Tag, value => value.Text!);

    private static Dictionary<DicomTag, string> SharedWith(DicomDataset dataset, Dictionary<DicomTag, string> known) =>
        known.Where(value => TextOf(dataset, value.Key) == value.Value).ToDictionary();

    private static string? TextOf(DicomDataset dataset, DicomTag tag) =>
        dataset.Find(tag) is DicomElement { Length: <= MostBytes } element && dataset.TryGetString(element, out var text)
        && System.Text.Encoding.UTF8.GetByteCount(text) <= LongestValue ? text : null;
}
