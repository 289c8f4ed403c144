namespace EventDicom.Domain.Committing;

/// <summary>Nobody answers where a modality should be. It may be there again soon.</summary>
public sealed class ModalityAwayException(Refused refused) : Exception(refused.Reason)
{
    /// <summary>What a job fails with that has tried often enough.</summary>
    public Refused Refused { get; } = refused;
}
