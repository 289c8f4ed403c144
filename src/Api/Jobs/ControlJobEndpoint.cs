using EventDicom.Domain;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Jobs.Running;
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
        var verb = Operation switch
        {
            "cancel" => JobVerb.Cancel,
            "pause" => JobVerb.Pause,
            "resume" => JobVerb.Resume,
            _ => JobVerb.Resubmit,
        };
        var decision = await jobs.FindAsync(Id, ct) is { } job
            ? await bus.InvokeAsync<Decision?>(new ControlJob(Id, verb, Origin, verb != JobVerb.Resubmit || kinds[job.Type].CanStartOver),
                ct)
            : null;
        // Orthanc says why only where a job of that type never could.
        if (decision is { Refused: null }) await AnswerEmptyObjectAsync();
        else if (decision?.Refused is { Error: OrthancError.BadSequenceOfCalls } never) await RefuseAsync(never);
        else await NotAnsweredAsync();
    }
}
