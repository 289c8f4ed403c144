using System.Globalization;
using System.IO.Compression;
using EventDicom.Dicom;

namespace EventDicom.Support;

/// <summary>
/// A made-up DICOM instance as a Part 10 file: the same bytes for the same wishes, no data of any person, and none of the code that it is meant to test.
/// Immutable: each With returns another instance.
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

    private static readonly DicomTag SOPClassUID = new(0x0008, 0x0016);
    private static readonly DicomTag SOPInstanceUID = new(0x0008, 0x0018);
    private static readonly DicomTag PixelData = new(0x7FE0, 0x0010);

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

    /// <summary>A secondary capture image without pixels. The numbers, from 1 on, choose patient, study, series and instance: equal numbers, equal identifiers.</summary>
    public static SyntheticInstance Create(int patient = 1, int study = 1, int series = 1, int instance = 1)
    {
        var studyUid = string.Create(CultureInfo.InvariantCulture, $"2.25.1000.{patient}.{study}");
        var seriesUid = string.Create(CultureInfo.InvariantCulture, $"{studyUid}.{series}");
        var sopUid = string.Create(CultureInfo.InvariantCulture, $"{seriesUid}.{instance}");
        return new SyntheticInstance
        {
            Dataset = SyntheticDataset.Empty
                .With(SOPClassUID, "UI", SecondaryCapture)
                .With(SOPInstanceUID, "UI", sopUid)
                .With(new DicomTag(0x0008, 0x0020), "DA", "20240102")
                .With(new DicomTag(0x0008, 0x0030), "TM", "030405")
                .With(new DicomTag(0x0008, 0x0050), "SH", string.Create(CultureInfo.InvariantCulture, $"A{patient}.{study}"))
                .With(new DicomTag(0x0008, 0x0060), "CS", "OT")
                .With(new DicomTag(0x0010, 0x0010), "PN", string.Create(CultureInfo.InvariantCulture, $"Synthetic^Patient{patient}"))
                .With(new DicomTag(0x0010, 0x0020), "LO", string.Create(CultureInfo.InvariantCulture, $"SYN{patient}"))
                .With(new DicomTag(0x0020, 0x000D), "UI", studyUid)
                .With(new DicomTag(0x0020, 0x000E), "UI", seriesUid)
                .With(new DicomTag(0x0020, 0x0011), "IS", series.ToString(CultureInfo.InvariantCulture))
                .With(new DicomTag(0x0020, 0x0013), "IS", instance.ToString(CultureInfo.InvariantCulture)),
            FileMetaInfo = SyntheticDataset.Empty
                .WithBytes(new DicomTag(0x0002, 0x0001), "OB", [0, 1])
                .With(new DicomTag(0x0002, 0x0002), "UI", SecondaryCapture)
                .With(new DicomTag(0x0002, 0x0003), "UI", sopUid)
                .With(new DicomTag(0x0002, 0x0012), "UI", "2.25.1"),
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

    /// <summary>A grayscale image of the pattern, with the attributes that describe it. <paramref name="bits"/> are 8 or 16 for each pixel.</summary>
    public SyntheticInstance WithImage(int rows, int columns, int bits = 16, int frames = 1)
    {
        var described = Describe(rows, columns, bits, frames);
        return described with { Dataset = described.Dataset.WithPattern(PixelData, bits > 8 ? "OW" : "OB", (long)rows * columns * frames * (bits / 8)) };
    }

    /// <summary>Pixel data in an encapsulated syntax: an empty offset table, then one fragment for each argument. They need not be images.</summary>
    public SyntheticInstance WithEncapsulatedImage(string transferSyntax, int rows, int columns, params IReadOnlyList<byte[]> fragments)
    {
        var described = Describe(rows, columns, bits: 8, frames: Math.Max(1, fragments.Count));
        return described with { TransferSyntax = transferSyntax, Dataset = described.Dataset.WithFragments(PixelData, [[], .. fragments]) };
    }

    /// <summary>Pixel data of any number of bytes, without attributes that would describe it. <paramref name="sparse"/> leaves a hole in the file.</summary>
    public SyntheticInstance WithPixelData(long length, bool sparse = false) =>
        this with { Dataset = Dataset.WithPattern(PixelData, "OW", length, sparse) };

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
        FileMetaInfo.With(new DicomTag(0x0002, 0x0010), "UI", DeclaredTransferSyntax ?? TransferSyntax).WriteTo(rest, syntax);
        SyntheticDataset.Empty
            .With(new DicomTag(0x0002, 0x0000), "UL", (rest.Length + GroupLengthError).ToString(CultureInfo.InvariantCulture))
            .WriteTo(output, syntax);
        rest.WriteTo(output);
    }

    private SyntheticInstance Describe(int rows, int columns, int bits, int frames)
    {
        var invariant = CultureInfo.InvariantCulture;
        var dataset = Dataset
            .With(new DicomTag(0x0028, 0x0002), "US", "1")
            .With(new DicomTag(0x0028, 0x0004), "CS", "MONOCHROME2")
            .With(new DicomTag(0x0028, 0x0010), "US", rows.ToString(invariant))
            .With(new DicomTag(0x0028, 0x0011), "US", columns.ToString(invariant))
            .With(new DicomTag(0x0028, 0x0100), "US", bits.ToString(invariant))
            .With(new DicomTag(0x0028, 0x0101), "US", bits.ToString(invariant))
            .With(new DicomTag(0x0028, 0x0102), "US", (bits - 1).ToString(invariant))
            .With(new DicomTag(0x0028, 0x0103), "US", "0");
        return this with
        {
            Dataset = frames == 1 ? dataset : dataset.With(new DicomTag(0x0028, 0x0008), "IS", frames.ToString(invariant)),
        };
    }
}
