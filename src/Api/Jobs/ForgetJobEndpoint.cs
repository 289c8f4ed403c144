using EventDicom.Domain.Jobs;
using EventDicom.Projections.JobHistory;
using Wolverine;

namespace EventDicom.Api.Jobs;

/// <summary><c>DELETE /jobs/{id}</c>: takes an ended job off the list, with what it left.</summary>
public sealed class ForgetJobEndpoint(IMessageBus bus, JobQueries jobs) : OrthancEndpoint
{
    public override void Configure()
    {
        Delete("/jobs/{id}");
        Describe(Allow.Administrate, "Forget one job that has ended").AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await jobs.FindAsync(Id, ct) is { HasEnded: true } && await bus.InvokeAsync<bool>(new ForgetJob(Id, Origin), ct)) await AnswerNothingAsync(ct);
        else await NotAnsweredAsync();
    }
}
