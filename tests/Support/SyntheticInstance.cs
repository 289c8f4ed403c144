using System.Globalization;
using System.IO.Compression;
using EventDicom.Dicom;

namespace EventDicom.Support;

/// <summary>
/// A made-up DICOM instance as a Part 10 file: the same bytes for the same wishes, no data of any person, and none of the code that it is
/// meant to test. Immutable: each With returns another instance.
/// </summary>
public sealed record SyntheticInstance
{
    public const string ImplicitVRLittleEndian = "1.2.840.10008.1.2";
    public const string ExplicitVRLittleEndian = "1.2.840.10008.1.2.1";
    public const string DeflatedExplicitVRLittleEndian = "1.2.840.10008.1.2.1.99";
    public const string ExplicitVRBigEndian = "1.2.840.10008.1.2.2";
    public const string GEPrivateImplicitVRBigEndian = "1.2.840.113619.5.2";
    public const string JPEGProcess1 = "1.2.840.10008.1.2.4.50";
    public const string SecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";

    public SyntheticDataset Dataset { get; init; } = SyntheticDataset.Empty;

    /// <summary>Elements of group 0002 without the group length, which is reckoned.</summary>
    public SyntheticDataset FileMetaInfo { get; init; } = SyntheticDataset.Empty;

    /// <summary>How the data set is written.</summary>
    public string TransferSyntax { get; init; } = ExplicitVRLittleEndian;

    /// <summary>What the file meta information says about it, when that is not the truth.</summary>
    public string? DeclaredTransferSyntax { get; init; }

    public bool HasPreamble { get; init; } = true;

    public bool HasFileMetaInfo { get; init; } = true;

    /// <summary>Added to the group length of the file meta information.</summary>
    public int GroupLengthError { get; init; }

    /// <summary>A secondary capture image without pixels. The numbers, from 1 on, choose patient, study, series and instance: equal
    /// numbers, equal identifiers.</summary>
    public static SyntheticInstance Create(int patient = 1, int study = 1, int series = 1, int instance = 1)
    {
        var studyUid = string.Create(CultureInfo.InvariantCulture, $"2.25.1000.{patient}.{study}");
        var seriesUid = string.Create(CultureInfo.InvariantCulture, $"{studyUid}.{series}");
        var sopUid = string.Create(CultureInfo.InvariantCulture, $"{seriesUid}.{instance}");
        return new SyntheticInstance
        {
            Dataset = SyntheticDataset.Empty
                .With(DicomTag.SOPClassUID, "UI", SecondaryCapture)
                .With(DicomTag.SOPInstanceUID, "UI", sopUid)
                .With(DicomTag.StudyDate, "DA", "20240102")
                .With(DicomTag.StudyTime, "TM", "030405")
                .With(DicomTag.AccessionNumber, "SH", string.Create(CultureInfo.InvariantCulture, $"A{patient}.{study}"))
                .With(DicomTag.Modality, "CS", "OT")
                .With(DicomTag.PatientName, "PN", string.Create(CultureInfo.InvariantCulture, $"Synthetic^Patient{patient}"))
                .With(DicomTag.PatientID, "LO", string.Create(CultureInfo.InvariantCulture, $"SYN{patient}"))
                .With(DicomTag.StudyInstanceUID, "UI", studyUid)
                .With(DicomTag.SeriesInstanceUID, "UI", seriesUid)
                .With(DicomTag.SeriesNumber, "IS", series.ToString(CultureInfo.InvariantCulture))
                .With(DicomTag.InstanceNumber, "IS", instance.ToString(CultureInfo.InvariantCulture)),
            FileMetaInfo = SyntheticDataset.Empty
                .WithBytes(DicomTag.FileMetaInformationVersion, "OB", [0, 1])
                .With(DicomTag.MediaStorageSOPClassUID, "UI", SecondaryCapture)
                .With(DicomTag.MediaStorageSOPInstanceUID, "UI", sopUid)
                .With(DicomTag.ImplementationClassUID, "UI", "2.25.1"),
        };
    }

    /// <inheritdoc cref="SyntheticDataset.With(DicomTag, string)"/>
    public SyntheticInstance With(DicomTag tag, string value) => this with { Dataset = Dataset.With(tag, value) };

    /// <inheritdoc cref="SyntheticDataset.With(DicomTag, string, string, System.Text.Encoding?)"/>
    public SyntheticInstance With(DicomTag tag, string vr, string value) => this with { Dataset = Dataset.With(tag, vr, value) };

    /// <inheritdoc cref="SyntheticDataset.WithBytes"/>
    public SyntheticInstance WithBytes(DicomTag tag, string vr, byte[] value, uint? declaredLength = null) =>
        this with { Dataset = Dataset.WithBytes(tag, vr, value, declaredLength) };

    /// <inheritdoc cref="SyntheticDataset.WithSequence"/>
    public SyntheticInstance WithSequence(DicomTag tag, params IReadOnlyList<SyntheticDataset> items) =>
        this with { Dataset = Dataset.WithSequence(tag, items) };

    /// <inheritdoc cref="SyntheticDataset.WithDelimitedSequence"/>
    public SyntheticInstance WithDelimitedSequence(DicomTag tag, params IReadOnlyList<SyntheticDataset> items) =>
        this with { Dataset = Dataset.WithDelimitedSequence(tag, items) };

    public SyntheticInstance Without(DicomTag tag) => this with { Dataset = Dataset.Without(tag) };

    public SyntheticInstance WithTransferSyntax(string uid) => this with { TransferSyntax = uid };

    /// <summary>A grayscale image of the pattern, with the attributes that describe it. <paramref name="bits"/> are 8 or 16 for each
    /// pixel.</summary>
    public SyntheticInstance WithImage(int rows, int columns, int bits = 16, int frames = 1)
    {
        var described = Describe(rows, columns, bits, frames);
        return described with { Dataset = described.Dataset.WithPattern(DicomTag.PixelData, bits > 8 ? "OW" : "OB",
            (long)rows * columns * frames * (bits / 8)) };
    }

    /// <summary>Pixel data in an encapsulated syntax: an empty offset table, then one fragment for each argument. They need not be
    /// images.</summary>
    public SyntheticInstance WithEncapsulatedImage(string transferSyntax, int rows, int columns, params IReadOnlyList<byte[]> fragments)
    {
        var described = Describe(rows, columns, bits: 8, frames: Math.Max(1, fragments.Count));
        return described with { TransferSyntax = transferSyntax,
            Dataset = described.Dataset.WithFragments(DicomTag.PixelData, [[], .. fragments]) };
    }

    /// <summary>Pixel data of any number of bytes, without attributes that would describe it. <paramref name="sparse"/> leaves a hole in
    /// the file.</summary>
    public SyntheticInstance WithPixelData(long length, bool sparse = false) =>
        this with { Dataset = Dataset.WithPattern(DicomTag.PixelData, "OW", length, sparse) };

    public byte[] ToBytes()
    {
        using var output = new MemoryStream();
        WriteTo(output);
        return output.ToArray();
    }

    /// <summary>Writes the file from the position of the (seekable) stream on.</summary>
    public void WriteTo(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (HasPreamble)
        {
            output.Write(new byte[128]);
            output.Write("DICM"u8);
        }

        if (HasFileMetaInfo)
            WriteFileMetaInfo(output);

        var syntax = new SyntheticSyntax(
            ExplicitVR: TransferSyntax is not (ImplicitVRLittleEndian or GEPrivateImplicitVRBigEndian),
            BigEndian: TransferSyntax is ExplicitVRBigEndian);
        if (TransferSyntax != DeflatedExplicitVRLittleEndian)
        {
            Dataset.WriteTo(output, syntax);
            return;
        }

        using var plain = new MemoryStream();
        Dataset.WriteTo(plain, syntax);
        using var deflate = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true);
        plain.WriteTo(deflate);
    }

    private void WriteFileMetaInfo(Stream output)
    {
        var syntax = new SyntheticSyntax(ExplicitVR: true, BigEndian: false);
        using var rest = new MemoryStream();
        FileMetaInfo.With(DicomTag.TransferSyntaxUID, "UI", DeclaredTransferSyntax ?? TransferSyntax).WriteTo(rest, syntax);
        SyntheticDataset.Empty
            .With(DicomTag.FileMetaInformationGroupLength, "UL", (rest.Length + GroupLengthError).ToString(CultureInfo.InvariantCulture))
            .WriteTo(output, syntax);
        rest.WriteTo(output);
    }

    private SyntheticInstance Describe(int rows, int columns, int bits, int frames)
    {
        var invariant = CultureInfo.InvariantCulture;
        var dataset = Dataset
            .With(DicomTag.SamplesPerPixel, "US", "1")
            .With(DicomTag.PhotometricInterpretation, "CS", "MONOCHROME2")
            .With(DicomTag.Rows, "US", rows.ToString(invariant))
            .With(DicomTag.Columns, "US", columns.ToString(invariant))
            .With(DicomTag.BitsAllocated, "US", bits.ToString(invariant))
            .With(DicomTag.BitsStored, "US", bits.ToString(invariant))
            .With(DicomTag.HighBit, "US", (bits - 1).ToString(invariant))
            .With(DicomTag.PixelRepresentation, "US", "0");
        return this with
        {
            Dataset = frames == 1 ? dataset : dataset.With(DicomTag.NumberOfFrames, "IS", frames.ToString(invariant)),
        };
    }
}
