using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Jobs;

/// <summary>
/// What a job did is being undone: because it fails, when that is done, with this reason, or because it has failed with it while it waited.
/// No other step of the job is done before.
/// </summary>
/// <param name="Details">For the client; names the instance where one is to blame.</param>
/// <param name="Payload">What programs can read of the reason; <c>null</c> for nothing, as in events of earlier versions.</param>
/// <param name="Runtime">Seconds that the steps have taken so far.</param>
public sealed record JobUndoStarted(string JobId, OrthancError Error, string Details, double Runtime, DateTimeOffset StartedAt,
    ErrorPayload? Payload = null);
