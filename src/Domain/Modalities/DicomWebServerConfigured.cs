namespace EventDicom.Domain.Modalities;

/// <summary>Somebody told us of a DICOMweb server, or told us anew. Its passwords are no part of the event, which stays for ever.</summary>
/// <param name="Name">Its symbolic name.</param>
public sealed record DicomWebServerConfigured(string Name, PeerDefinition Server, DateTimeOffset ConfiguredAt);
