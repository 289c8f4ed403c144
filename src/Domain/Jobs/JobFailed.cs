using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Jobs;

/// <summary>A job ended before its time: by an error, or because somebody cancelled it.</summary>
/// <param name="Details">For the client; names the instance where one is to blame.</param>
/// <param name="Payload">What programs can read of the reason; <c>null</c> for nothing, as in events of earlier versions.</param>
/// <param name="Runtime">Seconds that the steps have taken.</param>
public sealed record JobFailed(string JobId, OrthancError Error, string Details, double Runtime, DateTimeOffset FailedAt,
    ErrorPayload? Payload = null);
