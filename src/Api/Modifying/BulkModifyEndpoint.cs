using EventDicom.Api.Jobs;
using EventDicom.Domain;
using EventDicom.Domain.Modifying;
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
        var modification = command.Read(settings);
        var ids = ResourceList.Read(body);
        var levels = await queries.LevelsOfAsync(ids, ct);
        var resources = ids.Distinct().Select(id => (levels.TryGetValue(id, out var level) ? level : throw new OrthancException(OrthancError.UnknownResource), id)).ToList();
        await jobs.AnswerAsync(HttpContext, command, body, modification, resources, Origin, ct);
    }
}
