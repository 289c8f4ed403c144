namespace EventDicom.Domain.Labels;

/// <summary>A resource was given a label.</summary>
/// <param name="Label">As <see cref="LabelResource.IsLabel"/> has it.</param>
public sealed record LabelAdded(ResourceLevel Level, OrthancId ResourceId, OrthancId PatientId, string Label, DateTimeOffset AddedAt);
