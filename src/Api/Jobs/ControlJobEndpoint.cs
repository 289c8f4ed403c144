namespace EventDicom.Api.Jobs;

/// <summary><c>POST /jobs/{id}/cancel</c>, <c>/pause</c>, <c>/resume</c>, <c>/resubmit</c>. There are no jobs, so all is refused.</summary>
public sealed class ControlJobEndpoint : OrthancEndpoint
{
    public override void Configure() => Post("/jobs/{id}/cancel", "/jobs/{id}/pause", "/jobs/{id}/resume", "/jobs/{id}/resubmit");

    public override Task HandleAsync(CancellationToken ct) => NotAnsweredAsync();
}
