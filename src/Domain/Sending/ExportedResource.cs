namespace EventDicom.Domain.Sending;

/// <summary>A resource that is to be sent: what the log of exports says of it.</summary>
/// <param name="DicomPatientId">PatientID; the UIDs below it are <c>null</c> beyond the level of the resource.</param>
public sealed record ExportedResource(
    ResourceLevel Level,
    OrthancId Id,
    string DicomPatientId,
    string? StudyInstanceUid = null,
    string? SeriesInstanceUid = null,
    string? SopInstanceUid = null)
{
    public ExportRequested RequestedBy(string receiver, DateTimeOffset now) =>
        new(Level, Id, receiver, DicomPatientId, StudyInstanceUid, SeriesInstanceUid, SopInstanceUid, now);
}
