using EventDicom.Domain.Modalities;

namespace EventDicom.Dimse.Scp;

/// <summary>Who has called.</summary>
/// <param name="Modality">What we know of whoever has this title; <c>null</c> for a stranger.</param>
/// <param name="Name">The symbolic name under which we do.</param>
public sealed record Caller(string Aet, RemoteModality? Modality, string? Name = null);
