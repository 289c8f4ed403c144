using EventDicom.Api.Instances;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Modifying;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Modifying;

/// <summary><c>POST /studies/{id}/merge</c>: a job that moves other studies, series and instances into the study.</summary>
public sealed class MergeStudyEndpoint(
    ModificationJobs jobs, ResourceQueries queries, InstanceFiles files, IBlobStore blobs, FileReading reading, ModificationSettings settings) : OrthancEndpoint
{
    public override void Configure() => Post("/studies/{id}/merge");

    public override async Task HandleAsync(CancellationToken ct)
    {
        var body = await ModificationBody.ReadAsync(HttpContext.Request);
        if (await queries.FindAsync(ResourceLevel.Study, Id, ct) is null || await files.FirstBelowAsync(ResourceLevel.Study, Id, ct) is not { } target)
            throw new OrthancException(OrthancError.UnknownResource, $"Cannot merge into an unknown study: {Id}");

        var moved = new List<(ResourceLevel, string)>();
        foreach (var id in ResourceList.Read(body)) moved.Add((await LevelOfAsync(id, ct), id));

        var command = new MergeStudy(ModificationBody.Kept(body), target.Sha256, target.Id, target.Size);
        var modification = command.Read(blobs, reading, settings);
        await jobs.AnswerAsync(HttpContext, MergeStudy.JobType, command, body, modification, moved, Origin, new() { ["TargetStudy"] = Id }, ct);
    }

    private async Task<ResourceLevel> LevelOfAsync(string id, CancellationToken ct)
    {
        if (await queries.LevelOfAsync(id, ct) is not { } level) throw new OrthancException(OrthancError.UnknownResource);
        if (level == ResourceLevel.Patient)
            throw new OrthancException(OrthancError.UnknownResource, $"This resource is neither a study, nor a series, nor an instance: {id} is a Patient");

        var study = level == ResourceLevel.Study ? id : (await queries.AncestorAsync(ResourceLevel.Study, level, id, ct))?.Id;
        if (study == Id)
            throw new OrthancException(OrthancError.UnknownResource, level == ResourceLevel.Study
                ? $"Cannot merge a study into the same study: {Id}"
                : $"Cannot merge {id} into its parent study {Id}");
        return level;
    }
}
