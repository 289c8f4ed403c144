namespace EventDicom.Domain.Modalities;

/// <summary>Somebody struck a DICOMweb server off the list. Its passwords were erased at that moment.</summary>
/// <param name="Name">Its symbolic name.</param>
public sealed record DicomWebServerRemoved(string Name, DateTimeOffset RemovedAt);
