using EventDicom.Domain;
using EventDicom.Domain.Jobs.Controlling;
using Wolverine;

namespace EventDicom.Api.Jobs;

/// <summary><c>DELETE /jobs/{id}</c>: takes an ended job off the list, with what it left.</summary>
public sealed class ForgetJobEndpoint(IMessageBus bus) : OrthancEndpoint
{
    public override void Configure()
    {
        Delete("/jobs/{id}");
        Describe(Allow.Administrate, "Forget one job that has ended").AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await bus.InvokeAsync<Decision?>(new ControlJob(Id, JobVerb.Forget, Origin), ct) is { Refused: null })
            await AnswerNothingAsync(ct);
        else await NotAnsweredAsync();
    }
}
