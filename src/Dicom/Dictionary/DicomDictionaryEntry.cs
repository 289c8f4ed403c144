using System.Globalization;
using System.Text;

namespace EventDicom.Dicom;

/// <summary>One element of the data dictionary.</summary>
public sealed class DicomDictionaryEntry
{
    private byte[]? utf8Name;

    /// <summary>The tag; with zeros where a repeating group has x (50xx is 5000), and of the first block for a private element.</summary>
    public required DicomTag Tag { get; init; }

    /// <summary>Ones for the bits of <see cref="Tag"/> that a tag must share to be this element; all ones unless it repeats.</summary>
    public uint Mask { get; init; } = uint.MaxValue;

    /// <summary>The keyword of PS3.6, also of a retired element.</summary>
    public required string Keyword { get; init; }

    /// <summary>What Orthanc shows: the keyword, with RETIRED_ before it for most retired elements.</summary>
    public required string Name { get; init; }

    /// <summary>The VRs between which the data set decides (OB or OW, US or SS); none for item delimiters.</summary>
    public required IReadOnlyList<DicomVR> VRs { get; init; }

    /// <summary>Value multiplicity as PS3.6 writes it: <c>1</c>, <c>2-n</c>, <c>3-3n</c>.</summary>
    public required string VM { get; init; }

    public bool IsRetired { get; init; }

    /// <summary>Who reserved the block of a private element; null for a standard one, empty for any creator.</summary>
    public string? PrivateCreator { get; init; }

    /// <summary>The VR to assume when the file states none: the wider one of a choice (PS3.5 annex A.1), UN when there is none.</summary>
    public DicomVR DefaultVR => VRs.Count switch
    {
        0 => DicomVR.UN,
        1 => VRs[0],
        _ => VRs[^1] == DicomVR.SS ? DicomVR.US : VRs[^1],
    };

    /// <summary>The name as a JSON writer wants it.</summary>
    internal ReadOnlySpan<byte> Utf8Name => utf8Name ??= Encoding.UTF8.GetBytes(Name);

    /// <summary>
    /// An element as Orthanc's <c>Dictionary</c> option declares it. <paramref name="tag"/> is <c>gggg,eeee</c> in any of the
    /// written forms, or <c>gggg,ee</c> for a private element of whatever block its creator reserved.
    /// </summary>
    /// <param name="maxMultiplicity">0 for no upper bound.</param>
    /// <exception cref="FormatException">The tag, VR, name or multiplicity makes no sense; the message says which.</exception>
    public static DicomDictionaryEntry Declare(
        string tag, string vr, string name, int minMultiplicity = 1, int maxMultiplicity = 1, string privateCreator = "")
    {
        if (!TryParseDeclaredTag(tag, out var parsed))
            throw new FormatException($"\"{tag}\" is not a DICOM tag");

        var representation = DicomVR.TryParse(vr) ?? throw new FormatException($"\"{vr}\" is not a value representation, for tag {tag}");
        if (string.IsNullOrWhiteSpace(name))
            throw new FormatException($"Tag {tag} has no name");
        if (minMultiplicity < 0 || maxMultiplicity < 0 || (maxMultiplicity != 0 && maxMultiplicity < minMultiplicity))
            throw new FormatException($"Tag {tag} cannot have {minMultiplicity} to {maxMultiplicity} values");
        if (!parsed.IsPrivate && privateCreator.Length > 0)
            throw new FormatException($"Tag {tag} is not private, so that it has no private creator");

        return new DicomDictionaryEntry
        {
            Tag = parsed,
            Keyword = name,
            Name = name,
            VRs = [representation],
            VM = minMultiplicity == maxMultiplicity
                ? minMultiplicity.ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{minMultiplicity}-{(maxMultiplicity == 0 ? "n" : maxMultiplicity)}"),
            PrivateCreator = parsed.IsPrivate ? privateCreator.TrimEnd(' ') : null,
        };
    }

    private static bool TryParseDeclaredTag(string text, out DicomTag tag)
    {
        if (DicomTag.TryParseHex(text, out tag))
            return true;

        // The short form names the element within its block; the first block stands for all.
        return text.Length == 7 && text[4] is ',' or '-'
            && DicomTag.TryParseHex($"{text.AsSpan(0, 5)}10{text.AsSpan(5)}", out tag)
            && tag.IsPrivate;
    }
}
