using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Instances;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /{level}/{id}/module</c> and <c>/studies/{id}/module-patient</c>: the tags of that level's module in one
/// instance.</summary>
public sealed class ModuleEndpoint(ResourceQueries queries, StoredFiles files, DicomJsonOptions shown, DicomDictionary dictionary)
    : OrthancEndpoint
{
    public override void Configure()
    {
        Get([.. ResourcePath.Routes("/{id}/module"), "/studies/{id}/module-patient"]);
        Describe(Allow.View, "Read the tags of the {level} module").For("module-patient", Allow.View, "Read the tags of the patient module")
            .Takes(Argument.Format).Takes(Argument.IgnoreLength).Answers(Shape.Named("Tags"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await queries.DemandAsync(Level, Id, ct);
        var file = await queries.FirstFileAsync(Level, Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        var query = HttpContext.Request.Query;
        var level = Operation == "module-patient" ? ResourceLevel.Patient : Level;
        var options = shown with { Only = TagsOf(level), IgnoreLength = dictionary.IgnoredLengths(query) };
        using var answer = JsonAnswer.To(HttpContext.Response);
        await files.UseAsync(file.Stored, dicom =>
        {
            DicomJson.Write(answer.Writer, dicom.Dataset, TagFormat.Of(query, DicomJsonFormat.Full), options);
            return true;
        }, ct);
        await answer.SendAsync();
    }

    private static IReadOnlySet<DicomTag> TagsOf(ResourceLevel level) => level switch
    {
        ResourceLevel.Patient => DicomModule.Patient,
        ResourceLevel.Study => DicomModule.Study,
        ResourceLevel.Series => DicomModule.Series,
        _ => DicomModule.Instance,
    };
}
