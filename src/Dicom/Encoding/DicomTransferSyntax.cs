using System.Collections.Frozen;

namespace EventDicom.Dicom;

/// <summary>How a data set and its pixels are written as bytes (PS3.5 section 10 and annex A). Equal when the UIDs are.</summary>
public sealed class DicomTransferSyntax : IEquatable<DicomTransferSyntax>
{
    public static readonly DicomTransferSyntax ImplicitVRLittleEndian = new("1.2.840.10008.1.2") { IsExplicitVR = false };
    public static readonly DicomTransferSyntax ExplicitVRLittleEndian = new("1.2.840.10008.1.2.1");
    public static readonly DicomTransferSyntax EncapsulatedUncompressedExplicitVRLittleEndian =
        new("1.2.840.10008.1.2.1.98") { IsEncapsulated = true };
    public static readonly DicomTransferSyntax DeflatedExplicitVRLittleEndian = new("1.2.840.10008.1.2.1.99") { IsDeflated = true };

    /// <summary>Retired, but still found in archives (PS3.5-2016 annex A.3).</summary>
    public static readonly DicomTransferSyntax ExplicitVRBigEndian = new("1.2.840.10008.1.2.2") { IsBigEndian = true };

    /// <summary>GE's private syntax: implicit VR little endian, save for the pixel data, whose 16-bit words are big endian.</summary>
    public static readonly DicomTransferSyntax GEPrivateImplicitVRBigEndian =
        new("1.2.840.113619.5.2") { IsExplicitVR = false, SwapsPixelData = true };

    public static readonly DicomTransferSyntax JPEGProcess1 = Encapsulated("1.2.840.10008.1.2.4.50", lossy: true);
#pragma warning disable CA1707 // The name that fo-dicom gives it
    public static readonly DicomTransferSyntax JPEGProcess2_4 = Encapsulated("1.2.840.10008.1.2.4.51", lossy: true);
#pragma warning restore CA1707
    public static readonly DicomTransferSyntax JPEGProcess14 = Encapsulated("1.2.840.10008.1.2.4.57");
    public static readonly DicomTransferSyntax JPEGProcess14SV1 = Encapsulated("1.2.840.10008.1.2.4.70");
    public static readonly DicomTransferSyntax JPEGLSLossless = Encapsulated("1.2.840.10008.1.2.4.80");
    public static readonly DicomTransferSyntax JPEGLSNearLossless = Encapsulated("1.2.840.10008.1.2.4.81", lossy: true);
    public static readonly DicomTransferSyntax JPEG2000Lossless = Encapsulated("1.2.840.10008.1.2.4.90");
    public static readonly DicomTransferSyntax JPEG2000Lossy = Encapsulated("1.2.840.10008.1.2.4.91", lossy: true);
    public static readonly DicomTransferSyntax RLELossless = Encapsulated("1.2.840.10008.1.2.5");
    public static readonly DicomTransferSyntax DeflatedImageFrameCompression = Encapsulated("1.2.840.10008.1.2.8.1");

    /// <summary>Not in the standard, but ACR-NEMA files look like that.</summary>
    internal static readonly DicomTransferSyntax ImplicitVRBigEndian =
        new("") { IsExplicitVR = false, IsBigEndian = true, IsKnown = false };

    private static readonly FrozenDictionary<string, DicomTransferSyntax> s_known = new[]
    {
        ImplicitVRLittleEndian, ExplicitVRLittleEndian, EncapsulatedUncompressedExplicitVRLittleEndian,
        DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, GEPrivateImplicitVRBigEndian,
        JPEGProcess1, JPEGProcess2_4, JPEGProcess14, JPEGProcess14SV1,
        JPEGLSLossless, JPEGLSNearLossless, JPEG2000Lossless, JPEG2000Lossy, RLELossless, DeflatedImageFrameCompression,

        // JPEG processes retired by the standard
        Encapsulated("1.2.840.10008.1.2.4.52", lossy: true), Encapsulated("1.2.840.10008.1.2.4.53", lossy: true),
        Encapsulated("1.2.840.10008.1.2.4.54", lossy: true), Encapsulated("1.2.840.10008.1.2.4.55", lossy: true),
        Encapsulated("1.2.840.10008.1.2.4.56", lossy: true), Encapsulated("1.2.840.10008.1.2.4.58"),
        Encapsulated("1.2.840.10008.1.2.4.59", lossy: true), Encapsulated("1.2.840.10008.1.2.4.60", lossy: true),
        Encapsulated("1.2.840.10008.1.2.4.61", lossy: true), Encapsulated("1.2.840.10008.1.2.4.62", lossy: true),
        Encapsulated("1.2.840.10008.1.2.4.63", lossy: true), Encapsulated("1.2.840.10008.1.2.4.64", lossy: true),
        Encapsulated("1.2.840.10008.1.2.4.65"), Encapsulated("1.2.840.10008.1.2.4.66"),

        // JPEG 2000 multi-component, JPIP
        Encapsulated("1.2.840.10008.1.2.4.92"), Encapsulated("1.2.840.10008.1.2.4.93", lossy: true),
        new("1.2.840.10008.1.2.4.94"), new("1.2.840.10008.1.2.4.95") { IsDeflated = true },

        // MPEG-2, MPEG-4, HEVC, each also cut into fragments
        Encapsulated("1.2.840.10008.1.2.4.100", lossy: true), Encapsulated("1.2.840.10008.1.2.4.100.1", lossy: true),
        Encapsulated("1.2.840.10008.1.2.4.101", lossy: true), Encapsulated("1.2.840.10008.1.2.4.101.1", lossy: true),
        Encapsulated("1.2.840.10008.1.2.4.102", lossy: true), Encapsulated("1.2.840.10008.1.2.4.102.1", lossy: true),
        Encapsulated("1.2.840.10008.1.2.4.103", lossy: true), Encapsulated("1.2.840.10008.1.2.4.103.1", lossy: true),
        Encapsulated("1.2.840.10008.1.2.4.104", lossy: true), Encapsulated("1.2.840.10008.1.2.4.104.1", lossy: true),
        Encapsulated("1.2.840.10008.1.2.4.105", lossy: true), Encapsulated("1.2.840.10008.1.2.4.105.1", lossy: true),
        Encapsulated("1.2.840.10008.1.2.4.106", lossy: true), Encapsulated("1.2.840.10008.1.2.4.106.1", lossy: true),
        Encapsulated("1.2.840.10008.1.2.4.107", lossy: true), Encapsulated("1.2.840.10008.1.2.4.108", lossy: true),

        // JPEG XL, high-throughput JPEG 2000
        Encapsulated("1.2.840.10008.1.2.4.110"), Encapsulated("1.2.840.10008.1.2.4.111", lossy: true),
        Encapsulated("1.2.840.10008.1.2.4.112", lossy: true),
        Encapsulated("1.2.840.10008.1.2.4.201"), Encapsulated("1.2.840.10008.1.2.4.202"),
        Encapsulated("1.2.840.10008.1.2.4.203", lossy: true),
        new("1.2.840.10008.1.2.4.204"), new("1.2.840.10008.1.2.4.205") { IsDeflated = true },
    }.ToFrozenDictionary(syntax => syntax.UID, StringComparer.Ordinal);

    private DicomTransferSyntax(string uid) => UID = uid;

    public string UID { get; }

    /// <summary>Each element names its VR; else the VR comes from the data dictionary.</summary>
    public bool IsExplicitVR { get; private init; } = true;

    public bool IsBigEndian { get; private init; }

    /// <summary>Everything after the file meta information is one raw deflate stream (PS3.5 annex A.5).</summary>
    public bool IsDeflated { get; private init; }

    /// <summary>Pixel data stands in fragments (PS3.5 annex A.4).</summary>
    public bool IsEncapsulated { get; private init; }

    /// <summary>The pixels may differ from those that were acquired.</summary>
    public bool IsLossy { get; private init; }

    /// <summary>16-bit pixels are in the byte order opposite to that of the data set.</summary>
    public bool SwapsPixelData { get; private init; }

    /// <summary>False for a UID that is not in our table.</summary>
    public bool IsKnown { get; private init; } = true;

    /// <summary>
    /// The syntax of a UID (without padding). An unknown one is taken for an encapsulated explicit VR little endian, as PS3.5 annex A.4
    /// demands of every new compression.
    /// </summary>
    public static DicomTransferSyntax Lookup(string uid) =>
        s_known.TryGetValue(uid, out var syntax) ? syntax : new DicomTransferSyntax(uid) { IsEncapsulated = true, IsKnown = false };

    public bool Equals(DicomTransferSyntax? other) => other is not null && UID == other.UID;

    public override bool Equals(object? obj) => Equals(obj as DicomTransferSyntax);

    public override int GetHashCode() => UID.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => UID;

    private static DicomTransferSyntax Encapsulated(string uid, bool lossy = false) =>
        new(uid) { IsEncapsulated = true, IsLossy = lossy };
}
