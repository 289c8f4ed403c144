using EventDicom.Api.Instances;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /{patients,studies,series}/{id}/shared-tags</c>: the text tags that have one value in all instances.</summary>
public sealed class SharedTagsEndpoint(ResourceQueries queries, InstanceFiles files) : OrthancEndpoint
{
    // Longer values are not compared, as they are not shown.
    private const int LongestValue = 256;

    public override void Configure() =>
        Get(ResourcePath.Routes("/{id}/shared-tags", ResourceLevel.Patient, ResourceLevel.Study, ResourceLevel.Series));

    public override async Task HandleAsync(CancellationToken ct)
    {
        await queries.DemandAsync(Level, Id, ct);

        Dictionary<DicomTag, string>? shared = null;
        DicomDataset? first = null;
        await foreach (var file in queries.FilesAsync(Level, Id, ct))
        {
            var dataset = (await files.ReadAsync(file, ct)).Dataset;
            if (shared is null)
            {
                first = dataset;
                shared = dataset.OfType<DicomElement>()
                    .Where(element => dataset.TryGetString(element, out var text) && System.Text.Encoding.UTF8.GetByteCount(text) <= LongestValue)
                    .ToDictionary(element => element.Tag, element => dataset.TryGetString(element, out var text) ? text : "");
            }
            else
            {
                foreach (var tag in shared.Keys.Where(tag => !dataset.TryGetString(tag, out var text) || text != shared[tag]).ToList())
                    shared.Remove(tag);
            }
        }

        var format = TagFormat.Of(HttpContext.Request.Query, DicomJsonFormat.Full);
        await AnswerAsync(json =>
        {
            if (first is null)
            {
                json.WriteStartObject();
                json.WriteEndObject();
            }
            else
            {
                DicomJson.Write(json, first, format, files.JsonOptions with { Only = shared!.Keys.ToHashSet() });
            }
        });
    }
}
