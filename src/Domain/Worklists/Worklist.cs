using EventDicom.Dicom;

namespace EventDicom.Domain.Worklists;

/// <summary>What a modality is to do: an entry of the modality worklist (PS3.4 annex K).</summary>
/// <param name="Id">What it is called; in a folder, the name of its file without extension.</param>
/// <param name="SavedAt">When it was saved last, which tells it from one that takes its place.</param>
public sealed record Worklist(string Id, DicomDataset Content, DateTimeOffset SavedAt)
{
    /// <summary>The study that comes of it; <c>null</c> where it does not say which.</summary>
    public OrthancId? StudyId =>
        Identifier(DicomTag.StudyInstanceUID) is { Length: > 0 } study ? OrthancId.OfStudy(Identifier(DicomTag.PatientID), study) : null;

    private string Identifier(DicomTag tag) => Content.TryGetString(tag, out var text) ? OrthancId.WithoutPadding(text) : "";
}
