using System.Collections.Frozen;

namespace EventDicom.Dicom;

/// <summary>The codecs of this library. Video and JPEG XL have none.</summary>
public static class DicomCodecs
{
    private static readonly DicomCodec[] s_all =
    [
        new EncapsulatedNativeCodec(),
        new DeflatedFrameCodec(),
        new RleCodec(),
        new JpegCodec(),
        new JpegLsCodec(),
        new Jpeg2000Codec(),
    ];

    private static readonly FrozenDictionary<string, DicomCodec> s_bySyntax = s_all
        .SelectMany(codec => codec.TransferSyntaxes, (codec, syntax) => KeyValuePair.Create(syntax.UID, codec))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The codec that decodes the frames of a syntax; null for one whose pixel data is native, and for one that is not
    /// supported.</summary>
    public static DicomCodec? Find(DicomTransferSyntax syntax) => s_bySyntax.GetValueOrDefault(syntax.UID);
}
