using EventDicom.Api.Jobs;
using EventDicom.Domain.Modifying;

namespace EventDicom.Api.Modifying;

/// <summary><c>POST /studies/{id}/merge</c>: a job that moves other studies, series and instances into the study.</summary>
public sealed class MergeStudyEndpoint(ModificationJobs jobs) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/studies/{id}/merge");
        Describe(Allow.Modify, "Merge other studies, series or instances into one {level}").Reads(Shape.Named("MergeRequest"))
            .Answers(Shape.Named("JobResult"), "The job, or what came of it where the request is synchronous");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var body = await ModificationBody.ReadAsync(HttpContext.Request);
        var command = new MergeStudy(new(Id), ResourceList.Read(body));
        await AnsweredAsync(await jobs.AnswerAsync(HttpContext, command, ModificationBody.Kept(body), JobRequest.Read(body), Origin));
    }
}
