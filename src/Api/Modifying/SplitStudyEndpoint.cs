using EventDicom.Api.Jobs;
using EventDicom.Dicom;
using EventDicom.Domain.Modifying;

namespace EventDicom.Api.Modifying;

/// <summary><c>POST /studies/{id}/split</c>: a job that moves series and instances of the study into one new study.</summary>
public sealed class SplitStudyEndpoint(ModificationJobs jobs) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/studies/{id}/split");
        Describe(Allow.Modify, "Split series or instances off one {level}").Reads(Shape.Named("SplitRequest"))
            .Answers(Shape.Named("JobResult"), "The job, or what came of it where the request is synchronous");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var body = await ModificationBody.ReadAsync(HttpContext.Request);
        var command = new SplitStudy(
            new(Id), ResourceList.ReadOptional(body, "Series") ?? [], ResourceList.ReadOptional(body, "Instances") ?? [],
            new(ModificationBody.Kept(body), DicomUIDGenerator.Generate()));
        await AnsweredAsync(await jobs.AnswerAsync(HttpContext, command, JobRequest.Read(body), Origin));
    }
}
