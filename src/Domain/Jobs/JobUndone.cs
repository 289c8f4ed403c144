using Wolverine.Persistence.Sagas;

namespace EventDicom.Domain.Jobs;

/// <summary>What a job did that fails, or has failed while it was waiting, was taken back.</summary>
/// <param name="Seconds">How long that took.</param>
public sealed record JobUndone([property: SagaIdentity] string JobId, int Run, double Seconds);
