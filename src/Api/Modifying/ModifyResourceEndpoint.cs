using EventDicom.Api.Jobs;
using EventDicom.Domain;
using EventDicom.Domain.Modifying;

namespace EventDicom.Api.Modifying;

/// <summary><c>POST /{patients,studies,series}/{id}/modify</c> and <c>/anonymize</c>: a job that stores new instances.</summary>
public sealed class ModifyResourceEndpoint(ModificationJobs jobs) : OrthancEndpoint
{
    private static readonly ResourceLevel[] s_levels = [ResourceLevel.Patient, ResourceLevel.Study, ResourceLevel.Series];

    public override void Configure()
    {
        Post([.. ResourcePath.Routes("/{id}/modify", s_levels), .. ResourcePath.Routes("/{id}/anonymize", s_levels)]);
        Describe(Allow.Modify, "Modify one {level}").For("anonymize", Allow.Anonymize, "Anonymize one {level}")
            .Reads(Shape.Named("{Operation}Request"))
            .Answers(Shape.Named("JobResult"), "The job, or what came of it where the request is synchronous");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var body = await ModificationBody.ReadAsync(HttpContext.Request);
        // As in Orthanc, the route says the level of the modification, and the id, of whatever level, the instances.
        var command = new ModifyResources([new(Id)], new(ModificationBody.Kept(body), Operation == "anonymize", Level, "", Level));
        await AnsweredAsync(await jobs.AnswerAsync(HttpContext, command, JobRequest.Read(body), Origin));
    }
}
