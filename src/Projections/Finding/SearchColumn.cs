using EventDicom.Dicom;
using EventDicom.Domain;

namespace EventDicom.Projections.Finding;

/// <summary>
/// A tag that a table has a column of its own for, because it is searched for by an index: the text as
/// <see cref="Domain.Finding.FoldedText"/>, <c>null</c> where there is none.
/// </summary>
/// <param name="Owner">The level whose main tag it is; studies have those of their patient, too.</param>
internal sealed record SearchColumn(string Name, DicomTag Tag, ResourceLevel Owner)
{
    private static readonly SearchColumn[] s_ofPatients =
    [
        new("by_patient_id", DicomTag.PatientID, ResourceLevel.Patient),
        new("by_patient_name", DicomTag.PatientName, ResourceLevel.Patient),
        new("by_patient_birth_date", DicomTag.PatientBirthDate, ResourceLevel.Patient),
    ];

    private static readonly SearchColumn[] s_ofStudies =
    [
        .. s_ofPatients,
        new("by_study_date", DicomTag.StudyDate, ResourceLevel.Study),
        new("by_accession_number", DicomTag.AccessionNumber, ResourceLevel.Study),
        new("by_study_description", DicomTag.StudyDescription, ResourceLevel.Study),
    ];

    private static readonly SearchColumn[] s_ofSeries = [new("by_modality", DicomTag.Modality, ResourceLevel.Series)];

    /// <summary>As events and views spell it.</summary>
    public string Key { get; } = Tag.ToString();

    /// <summary>What the indexes hold: texts of any length can be stored, entries of an index cannot be.</summary>
    public static string Indexed(string expression) => $"left({expression}, {LongestEntry}) collate \"C\"";

    /// <summary>Characters.</summary>
    public const int LongestEntry = 256;

    /// <summary>The columns of the table of a level.</summary>
    public static IReadOnlyList<SearchColumn> Of(ResourceLevel level) => level switch
    {
        ResourceLevel.Patient => s_ofPatients,
        ResourceLevel.Study => s_ofStudies,
        ResourceLevel.Series => s_ofSeries,
        _ => [],
    };

    /// <summary>The column of the table of a level for a main tag of the same level, or of its patient.</summary>
    public static string? Named(ResourceLevel table, ResourceLevel owner, DicomTag tag) =>
        Of(table).FirstOrDefault(column => column.Tag == tag && column.Owner == owner)?.Name;
}
