namespace EventDicom.Domain.Modalities;

/// <summary>Somebody told us of a modality, or told us anew.</summary>
/// <param name="Name">Its symbolic name.</param>
public sealed record ModalityConfigured(string Name, RemoteModality Modality, DateTimeOffset ConfiguredAt);
