using System.Text.Json;
using EventDicom.Api.Jobs;
using EventDicom.Domain;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Modifying.Requests;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Modifying;

/// <summary><c>POST /tools/bulk-modify</c> and <c>/tools/bulk-anonymize</c>: one job over resources of any levels.</summary>
public sealed class BulkModifyEndpoint(ModificationJobs jobs, ResourceQueries queries, ModificationSettings settings) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/tools/bulk-modify", "/tools/bulk-anonymize");
        Describe(Allow.Modify, "Modify many resources").For("bulk-anonymize", Allow.Anonymize, "Anonymize many resources")
            .Reads(Shape.Named("{Operation}Request")).Answers(Shape.Named("JobResult"), "The job, or what came of it where the request is synchronous");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var body = await ModificationBody.ReadAsync(HttpContext.Request);
        JobRequest.Read(body);
        var isAnonymization = Operation == "bulk-anonymize";
        var command = new ModifyResources(ModificationBody.Kept(body), isAnonymization, isAnonymization ? null : ResourceList.ReadLevel(body), "", ResultLevel: null);
        await AnsweredAsync(await AnswerAsync(command, body, ct));
    }

    private async Task<Refused?> AnswerAsync(ModifyResources command, JsonElement body, CancellationToken ct)
    {
        if (command.Read(settings).IsRefused(out var refused, out var modification)) return refused;
        var ids = ResourceList.Read(body).Distinct().ToList();
        var levels = await queries.LevelsOfAsync(ids, ct);
        return ids.All(levels.ContainsKey)
            ? await jobs.AnswerAsync(HttpContext, command, body, modification, [.. ids.Select(id => (levels[id], id))], Origin, ct)
            : new(OrthancError.UnknownResource);
    }
}
