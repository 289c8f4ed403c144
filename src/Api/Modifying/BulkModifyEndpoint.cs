using EventDicom.Api.Jobs;
using EventDicom.Domain.Modifying;

namespace EventDicom.Api.Modifying;

/// <summary><c>POST /tools/bulk-modify</c> and <c>/tools/bulk-anonymize</c>: one job over resources of any levels.</summary>
public sealed class BulkModifyEndpoint(ModificationJobs jobs) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/tools/bulk-modify", "/tools/bulk-anonymize");
        Describe(Allow.Modify, "Modify many resources").For("bulk-anonymize", Allow.Anonymize, "Anonymize many resources")
            .Reads(Shape.Named("{Operation}Request"))
            .Answers(Shape.Named("JobResult"), "The job, or what came of it where the request is synchronous");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var body = await ModificationBody.ReadAsync(HttpContext.Request);
        var isAnonymization = Operation == "bulk-anonymize";
        var order = new ModificationOrder(ModificationBody.Kept(body), isAnonymization,
            isAnonymization ? null : ResourceList.ReadLevel(body), "", ResultLevel: null);
        var command = new ModifyResources([.. ResourceList.Read(body).Distinct()], order);
        await AnsweredAsync(await jobs.AnswerAsync(HttpContext, command, JobRequest.Read(body), Origin));
    }
}
