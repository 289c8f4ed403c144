using System.Text.Json.Serialization;

namespace EventDicom.Domain.Sending;

/// <summary>
/// Somebody wanted a resource to be sent elsewhere while the site logged such requests (<c>LogExportedResources</c>). One for each resource
/// that the request named, whatever became of it: <see cref="InstancesSent"/> tells that. In one stream for all, whose versions number the
/// log.
/// </summary>
/// <param name="Receiver">Symbolic name of a modality, peer or DICOMweb server.</param>
/// <param name="DicomPatientId">PatientID; the UIDs below it are <c>null</c> beyond the level of the resource.</param>
public sealed record ExportRequested(
    ResourceLevel Level,
    OrthancId ResourceId,
    string Receiver,
    string DicomPatientId,
    string? StudyInstanceUid,
    string? SeriesInstanceUid,
    string? SopInstanceUid,
    DateTimeOffset RequestedAt)
{
    /// <summary>The stream of all of these, and of <see cref="Changes.ExportsCleared"/>.</summary>
    public const string Stream = "exports";

    [JsonIgnore]
    public Fact Fact => new(Stream, this);
}
