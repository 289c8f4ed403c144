using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Instances;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /{patients,studies,series}/{id}/instances-tags</c>: the tags of every instance, by its id.</summary>
public sealed class TagsOfInstancesEndpoint(ResourceQueries queries, StoredFiles files, DicomJsonOptions shown, DicomDictionary dictionary)
    : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}/instances-tags", ResourceLevel.Patient, ResourceLevel.Study, ResourceLevel.Series));
        Describe(Allow.View, "Read the data sets of all instances of one {level}").Takes(Argument.Format).Takes(Argument.IgnoreLength)
            .Answers(Shape.MapOf(Shape.Named("Tags")), "The data sets by the identifiers of their instances");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await queries.DemandAsync(Level, Id, ct);
        var query = HttpContext.Request.Query;
        var format = TagFormat.Of(query, DicomJsonFormat.Full);
        var options = shown with { IgnoreLength = dictionary.IgnoredLengths(query) };

        var ids = new SortedDictionary<string, InstanceFile>(StringComparer.Ordinal);
        await foreach (var file in queries.FilesAsync(Level, Id, ct)) ids[file.Id] = file;
        using var answer = JsonAnswer.To(HttpContext.Response);
        answer.Writer.WriteStartObject();
        foreach (var file in ids.Values)
        {
            answer.Writer.WritePropertyName(file.Id);
            await files.UseAsync(file.Stored, dicom =>
            {
                DicomJson.Write(answer.Writer, dicom.Dataset, format, options);
                return true;
            }, ct);
            await answer.DrainAsync();
        }
        answer.Writer.WriteEndObject();
        await answer.SendAsync();
    }
}
