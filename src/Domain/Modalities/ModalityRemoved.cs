namespace EventDicom.Domain.Modalities;

/// <summary>Somebody struck a modality off the list.</summary>
/// <param name="Name">Its symbolic name.</param>
public sealed record ModalityRemoved(string Name, DateTimeOffset RemovedAt);
