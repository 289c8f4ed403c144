using System.Text.Json;
using EventDicom.Api.Jobs;
using EventDicom.Api.Resources;
using EventDicom.Domain;
using EventDicom.Domain.Finding;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Modifying.Requests;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Modifying;

/// <summary><c>POST /{patients,studies,series}/{id}/modify</c> and <c>/anonymize</c>: a job that stores new instances.</summary>
public sealed class ModifyResourceEndpoint(ModificationJobs jobs, ResourceQueries queries, ModificationSettings settings, MainDicomTags tags) : OrthancEndpoint
{
    private static readonly ResourceLevel[] s_levels = [ResourceLevel.Patient, ResourceLevel.Study, ResourceLevel.Series];

    public override void Configure()
    {
        Post([.. ResourcePath.Routes("/{id}/modify", s_levels), .. ResourcePath.Routes("/{id}/anonymize", s_levels)]);
        Describe(Allow.Modify, "Modify one {level}").For("anonymize", Allow.Anonymize, "Anonymize one {level}")
            .Reads(Shape.Named("{Operation}Request")).Answers(Shape.Named("JobResult"), "The job, or what came of it where the request is synchronous");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var body = await ModificationBody.ReadAsync(HttpContext.Request);
        JobRequest.Read(body);
        var command = new ModifyResources(ModificationBody.Kept(body), Operation == "anonymize", Level, "", Level);
        await AnsweredAsync(await AnswerAsync(command, body, ct));
    }

    private async Task<Refused?> AnswerAsync(ModifyResources command, JsonElement body, CancellationToken ct)
    {
        if (command.Read(settings).IsRefused(out var refused, out var modification)) return refused;
        // As in Orthanc, the route says the level of the modification, and the id, of whatever level, the instances.
        if (await queries.LevelOfAsync(Id, ct) is not { } level) return new(OrthancError.UnknownResource);
        if (PatientRule.Concerns(modification, Level, tags) && await CheckPatientAsync(modification, level, ct) is { } other) return other;
        return await jobs.AnswerAsync(HttpContext, command with { SourceLevel = level }, body, modification, [(level, Id)], Origin, ct);
    }

    private async Task<Refused?> CheckPatientAsync(Modification modification, ResourceLevel level, CancellationToken ct)
    {
        var studies = level switch
        {
            ResourceLevel.Patient => queries.RelatedAsync(ResourceLevel.Study, level, [Id], ct),
            ResourceLevel.Study => Of(await queries.FindAsync(level, Id, ct)),
            _ => Of(await queries.AncestorAsync(ResourceLevel.Study, level, Id, ct)),
        };
        await foreach (var study in studies)
            if (await CheckPatientAsync(modification, study, ct) is { } refused)
                return refused;
        return null;

        static IAsyncEnumerable<Match> Of(Match? study) => study is null ? AsyncEnumerable.Empty<Match>() : new[] { study }.ToAsyncEnumerable();
    }

    private async Task<Refused?> CheckPatientAsync(Modification modification, Match study, CancellationToken ct)
    {
        var patient = modification.Replacements.GetValueOrDefault(Dicom.DicomTag.PatientID) is Replacement.Text { Value: var id } ? OrthancId.OfPatient(id.TrimEnd(' ')).Value : study.Patient;
        return await queries.FindAsync(ResourceLevel.Patient, patient, ct) is { } known && known.Children.Any(child => child != study.Id)
            ? PatientRule.Check(modification, tags, known.MainDicomTags)
            : null;
    }
}
