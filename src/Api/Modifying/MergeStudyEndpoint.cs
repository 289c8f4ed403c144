using System.Text.Json;
using EventDicom.Domain;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Modifying.Requests;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Modifying;

/// <summary><c>POST /studies/{id}/merge</c>: a job that moves other studies, series and instances into the study.</summary>
public sealed class MergeStudyEndpoint(
    ModificationJobs jobs, ResourceQueries queries, StoredFiles files, ModificationSettings settings) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/studies/{id}/merge");
        Describe(Allow.Modify, "Merge other studies, series or instances into one {level}").Reads(Shape.Named("MergeRequest")).Answers(Shape.Named("JobResult"), "The job, or what came of it where the request is synchronous");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var body = await ModificationBody.ReadAsync(HttpContext.Request);
        await AnsweredAsync(await AnswerAsync(body, ct));
    }

    private async Task<Refused?> AnswerAsync(JsonElement body, CancellationToken ct)
    {
        if (await queries.FindAsync(ResourceLevel.Study, Id, ct) is null || await queries.FirstFileAsync(ResourceLevel.Study, Id, ct) is not { } target)
            return new(OrthancError.UnknownResource, $"Cannot merge into an unknown study: {Id}");

        if ((await MovedAsync([.. ResourceList.Read(body).Distinct()], ct)).IsRefused(out var refused, out var moved)) return refused;
        var command = new MergeStudy(ModificationBody.Kept(body), target.Sha256, target.Id, target.Size);
        if (command.Read(files, settings).IsRefused(out refused, out var modification)) return refused;
        return await jobs.AnswerAsync(HttpContext, MergeStudy.JobType, command, body, modification, moved, Origin, new() { ["TargetStudy"] = Id }, ct);
    }

    private async Task<Answer<List<(ResourceLevel Level, string Id)>>> MovedAsync(IReadOnlyList<string> ids, CancellationToken ct)
    {
        var levels = await queries.LevelsOfAsync(ids, ct);
        var studies = new Dictionary<string, string>();
        foreach (var level in levels.Where(known => known.Value != ResourceLevel.Patient).GroupBy(known => known.Value, known => known.Key))
            foreach (var (id, study) in await queries.StudiesOfAsync(level.Key, level, ct)) studies[id] = study;

        var moved = new List<(ResourceLevel, string)>(ids.Count);
        foreach (var id in ids)
        {
            if (!levels.TryGetValue(id, out var level)) return new Refused(OrthancError.UnknownResource);
            if (level == ResourceLevel.Patient)
                return new Refused(OrthancError.UnknownResource, $"This resource is neither a study, nor a series, nor an instance: {id} is a Patient");
            if (studies.GetValueOrDefault(id) == Id)
                return new Refused(OrthancError.UnknownResource, level == ResourceLevel.Study
                    ? $"Cannot merge a study into the same study: {Id}"
                    : $"Cannot merge {id} into its parent study {Id}");
            moved.Add((level, id));
        }
        return moved;
    }
}
