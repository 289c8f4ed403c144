namespace EventDicom.Domain.Labels;

/// <summary>A label was taken off a resource.</summary>
public sealed record LabelRemoved(ResourceLevel Level, OrthancId ResourceId, OrthancId PatientId, string Label, DateTimeOffset RemovedAt);
