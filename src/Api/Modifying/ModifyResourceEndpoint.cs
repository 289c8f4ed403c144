using EventDicom.Api.Jobs;
using EventDicom.Api.Resources;
using EventDicom.Domain;
using EventDicom.Domain.Modifying;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Modifying;

/// <summary><c>POST /{patients,studies,series}/{id}/modify</c> and <c>/anonymize</c>: a job that stores new instances.</summary>
public sealed class ModifyResourceEndpoint(ModificationJobs jobs, ResourceQueries queries, ModificationSettings settings, MainDicomTags tags) : OrthancEndpoint
{
    private static readonly ResourceLevel[] s_levels = [ResourceLevel.Patient, ResourceLevel.Study, ResourceLevel.Series];

    public override void Configure() => Post([.. ResourcePath.Routes("/{id}/modify", s_levels), .. ResourcePath.Routes(ModifyRoute.Anonymize, s_levels)]);

    public override async Task HandleAsync(CancellationToken ct)
    {
        var body = await HttpContext.Request.ReadJsonObjectAsync();
        JobRequest.Read(body);
        var command = new ModifyResources(body, ModifyRoute.IsAnonymization(HttpContext.Request), Level, "", Level);
        var modification = command.Read(settings);
        await queries.DemandAsync(Level, Id, ct);
        if (PatientRule.Concerns(modification, Level, tags)) await DemandPatientAsync(modification, ct);
        await jobs.AnswerAsync(HttpContext, command, modification, [(Level, Id)], Origin, ct);
    }

    private async Task DemandPatientAsync(Modification modification, CancellationToken ct)
    {
        var study = await queries.FindAsync(ResourceLevel.Study, Id, ct) ?? throw await queries.MissingAsync(ResourceLevel.Study, Id, ct);
        var patient = modification.Replacements.GetValueOrDefault(Dicom.DicomTag.PatientID) is Replacement.Text { Value: var id } ? OrthancId.OfPatient(id.TrimEnd(' ')).Value : study.Patient;
        if (await queries.FindAsync(ResourceLevel.Patient, patient, ct) is { } known && known.Children.Any(child => child != Id))
            PatientRule.Demand(modification, tags, known.MainDicomTags);
    }
}

internal static class ModifyRoute
{
    public const string Anonymize = "/{id}/anonymize";

    public static bool IsAnonymization(HttpRequest request) => request.Path.Value!.TrimEnd('/').EndsWith("anonymize", StringComparison.Ordinal);
}
