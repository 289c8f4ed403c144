using EventDicom.Dicom;

namespace EventDicom.Domain.Modifying.Rewriting;

/// <summary>The attributes that name the four levels.</summary>
public static class Identifiers
{
    private static readonly DicomTag[] s_tags = [DicomTag.PatientID, DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID,
        DicomTag.SOPInstanceUID];

    private static readonly string[] s_names = ["PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"];

    public static readonly IReadOnlyList<ResourceLevel> Levels = Enum.GetValues<ResourceLevel>();

    public static DicomTag TagOf(ResourceLevel level) => s_tags[(int)level];

    public static string NameOf(ResourceLevel level) => s_names[(int)level];

    /// <returns>The level that an attribute names; <c>null</c> for any other attribute.</returns>
    public static ResourceLevel? LevelOf(DicomTag tag) => Array.IndexOf(s_tags, tag) is >= 0 and var index ? (ResourceLevel)index : null;
}
