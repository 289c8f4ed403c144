using System.Collections.Frozen;

namespace EventDicom.Dicom;

/// <summary>A kind of directory record below a series (PS3.3 section F.5), and what it says of its file.</summary>
/// <param name="Name">DirectoryRecordType (0004,1430).</param>
/// <param name="Required">Keys of type 1, in the table's order; those that a file lacks are made up.</param>
/// <param name="Known">Keys of type 2: empty where the file lacks them.</param>
/// <param name="Conditional">Keys of type 1C and 3: absent where the file lacks them.</param>
internal sealed record DicomDirectoryRecordType(string Name, DicomTag[] Required, DicomTag[] Known, DicomTag[] Conditional)
{
    private static readonly DicomTag[] Described = [DicomTag.ContentDescription, DicomTag.ContentCreatorName];

    private static readonly DicomDirectoryRecordType Image = new("IMAGE", [DicomTag.InstanceNumber], [], []);

    private static readonly DicomDirectoryRecordType Dated = new("", [DicomTag.InstanceNumber, DicomTag.ContentDate, DicomTag.ContentTime], [], []);

    private static readonly DicomDirectoryRecordType Labelled = new("", [DicomTag.InstanceNumber, DicomTag.ContentDate, DicomTag.ContentTime, DicomTag.ContentLabel], Described, []);

    // PS3.3 F.5.24: a type that is not the standard's.
    private static readonly DicomDirectoryRecordType Private = new("PRIVATE", [], [], []);

    private static readonly DicomDirectoryRecordType Presentation = new(
        "PRESENTATION", [DicomTag.InstanceNumber, DicomTag.ContentLabel, DicomTag.PresentationCreationDate, DicomTag.PresentationCreationTime], Described,
        [DicomTag.ReferencedSeriesSequence, DicomTag.BlendingSequence]);

    private static readonly DicomDirectoryRecordType StructuredReport = new(
        "SR DOCUMENT",
        [DicomTag.InstanceNumber, DicomTag.CompletionFlag, DicomTag.VerificationFlag, DicomTag.ContentDate, DicomTag.ContentTime, DicomTag.ConceptNameCodeSequence],
        [], [DicomTag.VerificationDateTime, DicomTag.ContentSequence]);

    private static readonly DicomDirectoryRecordType KeyObjects = new(
        "KEY OBJECT DOC", [DicomTag.InstanceNumber, DicomTag.ContentDate, DicomTag.ContentTime, DicomTag.ConceptNameCodeSequence], [], [DicomTag.ContentSequence]);

    private static readonly DicomDirectoryRecordType Document = new(
        "ENCAP DOC", [DicomTag.InstanceNumber, DicomTag.MIMETypeOfEncapsulatedDocument],
        [DicomTag.ContentDate, DicomTag.ContentTime, DicomTag.DocumentTitle, DicomTag.ConceptNameCodeSequence], [DicomTag.HL7InstanceIdentifier]);

    private static readonly DicomDirectoryRecordType Spectroscopy = new(
        "SPECTROSCOPY",
        [
            DicomTag.ImageType, DicomTag.ContentDate, DicomTag.ContentTime, DicomTag.InstanceNumber, DicomTag.NumberOfFrames,
            DicomTag.Rows, DicomTag.Columns, DicomTag.DataPointRows, DicomTag.DataPointColumns,
        ],
        [], [DicomTag.ReferencedImageEvidenceSequence]);

    private static readonly DicomDirectoryRecordType Plan = new("RT PLAN", [DicomTag.InstanceNumber, DicomTag.RTPlanLabel], [DicomTag.RTPlanDate, DicomTag.RTPlanTime], []);

    private static readonly DicomDirectoryRecordType Treatment = new("RT TREAT RECORD", [DicomTag.InstanceNumber], [DicomTag.TreatmentDate, DicomTag.TreatmentTime], []);

    private static readonly DicomDirectoryRecordType RawData = new("RAW DATA", [DicomTag.ContentDate, DicomTag.ContentTime], [DicomTag.InstanceNumber], []);

    // SOP classes below 1.2.840.10008.5.1.4.1.1; a point at the end takes in all that lies below.
    private static readonly (string Class, DicomDirectoryRecordType Type)[] Families =
    [
        ("9.", Dated with { Name = "WAVEFORM" }),
        ("11.", Presentation),
        ("78.", Dated with { Name = "MEASUREMENT" }),
        ("79.", Dated with { Name = "MEASUREMENT" }),
        ("88.59", KeyObjects),
        ("88.", StructuredReport),
        ("104.", Document),
    ];

    private static readonly FrozenDictionary<string, DicomDirectoryRecordType> Classes = new Dictionary<string, DicomDirectoryRecordType>
    {
        ["4.2"] = Spectroscopy,
        ["66"] = RawData,
        ["66.1"] = Labelled with { Name = "REGISTRATION" },
        ["66.2"] = Labelled with { Name = "FIDUCIAL" },
        ["66.3"] = Labelled with { Name = "REGISTRATION" },
        ["66.5"] = Labelled with { Name = "SURFACE" },
        ["66.6"] = Labelled with { Name = "TRACT" },
        ["67"] = Labelled with { Name = "VALUE MAP" },
        ["68.1"] = new("SURFACE SCAN", [DicomTag.ContentDate, DicomTag.ContentTime], [], []),
        ["77.1.5.3"] = Dated with { Name = "STEREOMETRIC" },
        ["481.2"] = new("RT DOSE", [DicomTag.InstanceNumber, DicomTag.DoseSummationType], [], [DicomTag.DoseComment]),
        ["481.3"] = new("RT STRUCTURE SET", [DicomTag.InstanceNumber, DicomTag.StructureSetLabel], [DicomTag.StructureSetDate, DicomTag.StructureSetTime], []),
        ["481.4"] = Treatment,
        ["481.5"] = Plan,
        ["481.6"] = Treatment,
        ["481.7"] = Treatment,
        ["481.8"] = Plan,
        ["481.9"] = Treatment,
    }.ToFrozenDictionary();

    /// <summary>The record that a file gets (PS3.3 section F.4): by its SOP class; files of other classes that have an image get that of images.</summary>
    public static DicomDirectoryRecordType Of(DicomDataset dataset)
    {
        const string Storage = "1.2.840.10008.5.1.4.1.1.";
        if (dataset.TryGetString(DicomTag.SOPClassUID, out var uid) && uid.StartsWith(Storage, StringComparison.Ordinal))
        {
            var name = uid[Storage.Length..];
            if (Classes.TryGetValue(name, out var type))
                return type;

            foreach (var (prefix, family) in Families)
                if (name.StartsWith(prefix, StringComparison.Ordinal) && (prefix.EndsWith('.') || prefix.Length == name.Length))
                    return family;
        }

        return dataset.Contains(DicomTag.PixelData) || dataset.Contains(DicomTag.Rows) ? Image : Private;
    }
}
