using EventDicom.Dicom;
using EventDicom.Domain.Modalities;

namespace EventDicom.Domain.Retrieving;

/// <summary>A question that was asked of a modality, and what it answered.</summary>
/// <param name="Modality">Its symbolic name.</param>
/// <param name="Asked">The keys that the client gave, before they were made ready for the modality.</param>
public sealed record RemoteQuery(
    string Id, string Modality, CalledModality Called, ResourceLevel Level, DicomDataset Asked, IReadOnlyList<DicomDataset> Answers)
{
    /// <summary>The keys of an answer by which what it is about is retrieved, or what lies below it is asked for.</summary>
    public RetrieveKeys KeysOf(int answer) => RetrieveKeys.Of(Level, Answers[answer]);
}
