using Wolverine.Persistence.Sagas;

namespace EventDicom.Domain.Jobs;

/// <summary>What a job did that had failed before, while it was waiting, was taken back: it may start over.</summary>
public sealed record JobUndone([property: SagaIdentity] string JobId);
