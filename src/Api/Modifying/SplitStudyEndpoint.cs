using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Modifying.Requests;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Modifying;

/// <summary><c>POST /studies/{id}/split</c>: a job that moves series and instances of the study into one new study.</summary>
public sealed class SplitStudyEndpoint(ModificationJobs jobs, ResourceQueries queries, ModificationSettings settings) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/studies/{id}/split");
        Describe(Allow.Modify, "Split series or instances off one {level}").Reads(Shape.Named("SplitRequest")).Answers(Shape.Named("JobResult"), "The job, or what came of it where the request is synchronous");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var body = await ModificationBody.ReadAsync(HttpContext.Request);
        await AnsweredAsync(await AnswerAsync(body, ct));
    }

    private async Task<Refused?> AnswerAsync(JsonElement body, CancellationToken ct)
    {
        if (await queries.FindAsync(ResourceLevel.Study, Id, ct) is not { } study) return new(OrthancError.UnknownResource, $"Cannot split unknown study {Id}");

        var series = ResourceList.ReadOptional(body, "Series") ?? [];
        var instances = ResourceList.ReadOptional(body, "Instances") ?? [];
        if (series.Count + instances.Count == 0) return new(OrthancError.BadRequest, "Both the \"Series\" and the \"Instances\" fields are missing");

        var moved = new List<(ResourceLevel, string)>();
        foreach (var (level, ids) in ((ResourceLevel, IReadOnlyList<string>)[])[(ResourceLevel.Series, series), (ResourceLevel.Instance, instances)])
        {
            var parents = await queries.StudiesOfAsync(level, ids, ct);
            if (ids.Any(id => parents.GetValueOrDefault(id) != Id)) return new(OrthancError.UnknownResource);
            moved.AddRange(ids.Distinct().Select(id => (level, id)));
        }

        var command = new SplitStudy(ModificationBody.Kept(body), DicomUIDGenerator.Generate());
        if (command.Read(settings).IsRefused(out var refused, out var modification)) return refused;
        var patient = modification.Replacements.GetValueOrDefault(DicomTag.PatientID) is Replacement.Text { Value: var replaced }
            ? replaced.TrimEnd(' ')
            : study.PatientMainDicomTags?.GetValueOrDefault(DicomTag.PatientID.ToString()) ?? "";
        return await jobs.AnswerAsync(HttpContext, SplitStudy.JobType, command, body, modification, moved, Origin, new()
        {
            ["TargetStudy"] = OrthancId.OfStudy(patient, command.StudyInstanceUid).Value,
            ["TargetStudyUID"] = command.StudyInstanceUid,
        }, ct);
    }
}
