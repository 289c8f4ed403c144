using System.Collections.Frozen;

namespace EventDicom.Dicom;

/// <summary>A kind of directory record below a series (PS3.3 section F.5), and what it says of its file.</summary>
/// <param name="Name">DirectoryRecordType (0004,1430).</param>
/// <param name="Required">Keys of type 1, in the table's order; those that a file lacks are made up.</param>
/// <param name="Known">Keys of type 2: empty where the file lacks them.</param>
/// <param name="Conditional">Keys of type 1C and 3: absent where the file lacks them.</param>
internal sealed record DicomDirectoryRecordType(string Name, DicomTag[] Required, DicomTag[] Known, DicomTag[] Conditional)
{
    private static readonly DicomTag[] s_described = [DicomTag.ContentDescription, DicomTag.ContentCreatorName];

    private static readonly DicomDirectoryRecordType s_image = new("IMAGE", [DicomTag.InstanceNumber], [], []);

    private static readonly DicomDirectoryRecordType s_dated = new("",
        [DicomTag.InstanceNumber, DicomTag.ContentDate, DicomTag.ContentTime], [], []);

    private static readonly DicomDirectoryRecordType s_labelled = new("",
        [DicomTag.InstanceNumber, DicomTag.ContentDate, DicomTag.ContentTime, DicomTag.ContentLabel], s_described, []);

    // PS3.3 F.5.24: a type that is not the standard's.
    private static readonly DicomDirectoryRecordType s_private = new("PRIVATE", [], [], []);

    private static readonly DicomDirectoryRecordType s_presentation = new(
        "PRESENTATION", [DicomTag.InstanceNumber, DicomTag.ContentLabel, DicomTag.PresentationCreationDate,
            DicomTag.PresentationCreationTime], s_described,
        [DicomTag.ReferencedSeriesSequence, DicomTag.BlendingSequence]);

    private static readonly DicomDirectoryRecordType s_structuredReport = new(
        "SR DOCUMENT",
        [DicomTag.InstanceNumber, DicomTag.CompletionFlag, DicomTag.VerificationFlag, DicomTag.ContentDate, DicomTag.ContentTime,
            DicomTag.ConceptNameCodeSequence],
        [], [DicomTag.VerificationDateTime, DicomTag.ContentSequence]);

    private static readonly DicomDirectoryRecordType s_keyObjects = new(
        "KEY OBJECT DOC", [DicomTag.InstanceNumber, DicomTag.ContentDate, DicomTag.ContentTime, DicomTag.ConceptNameCodeSequence], [],
        [DicomTag.ContentSequence]);

    private static readonly DicomDirectoryRecordType s_document = new(
        "ENCAP DOC", [DicomTag.InstanceNumber, DicomTag.MIMETypeOfEncapsulatedDocument],
        [DicomTag.ContentDate, DicomTag.ContentTime, DicomTag.DocumentTitle, DicomTag.ConceptNameCodeSequence],
        [DicomTag.HL7InstanceIdentifier]);

    private static readonly DicomDirectoryRecordType s_spectroscopy = new(
        "SPECTROSCOPY",
        [
            DicomTag.ImageType, DicomTag.ContentDate, DicomTag.ContentTime, DicomTag.InstanceNumber, DicomTag.NumberOfFrames,
            DicomTag.Rows, DicomTag.Columns, DicomTag.DataPointRows, DicomTag.DataPointColumns,
        ],
        [], [DicomTag.ReferencedImageEvidenceSequence]);

    private static readonly DicomDirectoryRecordType s_plan = new("RT PLAN", [DicomTag.InstanceNumber, DicomTag.RTPlanLabel],
        [DicomTag.RTPlanDate, DicomTag.RTPlanTime], []);

    private static readonly DicomDirectoryRecordType s_treatment = new("RT TREAT RECORD", [DicomTag.InstanceNumber],
        [DicomTag.TreatmentDate, DicomTag.TreatmentTime], []);

    private static readonly DicomDirectoryRecordType s_rawData = new("RAW DATA", [DicomTag.ContentDate, DicomTag.ContentTime],
        [DicomTag.InstanceNumber], []);

    // SOP classes below 1.2.840.10008.5.1.4.1.1; a point at the end takes in all that lies below.
    private static readonly (string Class, DicomDirectoryRecordType Type)[] s_families =
    [
        ("9.", s_dated with { Name = "WAVEFORM" }),
        ("11.", s_presentation),
        ("78.", s_dated with { Name = "MEASUREMENT" }),
        ("79.", s_dated with { Name = "MEASUREMENT" }),
        ("88.59", s_keyObjects),
        ("88.", s_structuredReport),
        ("104.", s_document),
    ];

    private static readonly FrozenDictionary<string, DicomDirectoryRecordType> s_classes = new Dictionary<string, DicomDirectoryRecordType>
    {
        ["4.2"] = s_spectroscopy,
        ["66"] = s_rawData,
        ["66.1"] = s_labelled with { Name = "REGISTRATION" },
        ["66.2"] = s_labelled with { Name = "FIDUCIAL" },
        ["66.3"] = s_labelled with { Name = "REGISTRATION" },
        ["66.5"] = s_labelled with { Name = "SURFACE" },
        ["66.6"] = s_labelled with { Name = "TRACT" },
        ["67"] = s_labelled with { Name = "VALUE MAP" },
        ["68.1"] = new("SURFACE SCAN", [DicomTag.ContentDate, DicomTag.ContentTime], [], []),
        ["77.1.5.3"] = s_dated with { Name = "STEREOMETRIC" },
        ["481.2"] = new("RT DOSE", [DicomTag.InstanceNumber, DicomTag.DoseSummationType], [], [DicomTag.DoseComment]),
        ["481.3"] = new("RT STRUCTURE SET", [DicomTag.InstanceNumber, DicomTag.StructureSetLabel],
            [DicomTag.StructureSetDate, DicomTag.StructureSetTime], []),
        ["481.4"] = s_treatment,
        ["481.5"] = s_plan,
        ["481.6"] = s_treatment,
        ["481.7"] = s_treatment,
        ["481.8"] = s_plan,
        ["481.9"] = s_treatment,
    }.ToFrozenDictionary();

    /// <summary>The record that a file gets (PS3.3 section F.4): by its SOP class; files of other classes that have an image get that of
    /// images.</summary>
    public static DicomDirectoryRecordType Of(DicomDataset dataset)
    {
        const string Storage = "1.2.840.10008.5.1.4.1.1.";
        if (dataset.TryGetString(DicomTag.SOPClassUID, out var uid) && uid.StartsWith(Storage, StringComparison.Ordinal))
        {
            var name = uid[Storage.Length..];
            if (s_classes.TryGetValue(name, out var type))
                return type;

            foreach (var (prefix, family) in s_families)
                if (name.StartsWith(prefix, StringComparison.Ordinal) && (prefix.EndsWith('.') || prefix.Length == name.Length))
                    return family;
        }

        return dataset.Contains(DicomTag.PixelData) || dataset.Contains(DicomTag.Rows) ? s_image : s_private;
    }
}
