namespace EventDicom.Projections.Changes;

/// <summary>Kinds of entries in the log of changes, by Orthanc's numbers and names.</summary>
public enum ChangeType
{
    CompletedSeries = 1,
    NewInstance = 2,
    NewPatient = 3,
    NewSeries = 4,
    NewStudy = 5,
    StablePatient = 12,
    StableStudy = 13,
    StableSeries = 14,
    UpdatedAttachment = 15,
    UpdatedMetadata = 16,
}
