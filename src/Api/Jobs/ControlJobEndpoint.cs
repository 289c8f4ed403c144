using EventDicom.Domain.Jobs;
using EventDicom.Projections.JobHistory;
using Wolverine;

namespace EventDicom.Api.Jobs;

/// <summary><c>POST /jobs/{id}/cancel</c>, <c>/pause</c>, <c>/resume</c>, <c>/resubmit</c>: 400 with nothing in it when refused.</summary>
public sealed class ControlJobEndpoint(IMessageBus bus, JobQueries jobs, JobKinds kinds) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/jobs/{id}/cancel", "/jobs/{id}/pause", "/jobs/{id}/resume", "/jobs/{id}/resubmit");
        Describe(Allow.Administrate, "Change the state of one job").For("cancel", Allow.Administrate, "Cancel one job")
            .For("pause", Allow.Administrate, "Pause one job").For("resume", Allow.Administrate, "Resume one paused job")
            .For("resubmit", Allow.Administrate, "Run one failed job again").Answers(Shape.AnyMembers);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        object command = Operation switch
        {
            "cancel" => new CancelJob(Id, Origin),
            "pause" => new PauseJob(Id, Origin),
            "resume" => new ResumeJob(Id, Origin),
            _ => new ResubmitJob(Id, Origin),
        };
        var job = await jobs.FindAsync(Id, ct);
        if (command is ResubmitJob && job is { State: JobState.Failure } && !kinds[job.Type].CanStartOver)
            throw new OrthancException(OrthancError.BadSequenceOfCalls, "Jobs of this type cannot start over");

        if (job is not null && await bus.InvokeAsync<bool>(command, ct)) await AnswerEmptyObjectAsync();
        else await NotAnsweredAsync();
    }
}
