using System.Buffers.Binary;
using System.Globalization;

namespace EventDicom.Dicom;

/// <summary>Tells whether a fragment is the first of a frame.</summary>
/// <param name="head">The first <see cref="StreamStarts.Length"/> bytes from the start of the fragment on; fewer where there are
/// fewer.</param>
internal delegate bool StreamStart(ReadOnlySpan<byte> head);

/// <summary>How compressed frames begin, for the transfer syntaxes whose streams say so.</summary>
internal static class StreamStarts
{
    /// <summary>Bytes that a test looks at.</summary>
    public const int Length = 64;

    private const string Jpegs = "1.2.840.10008.1.2.4.";

    /// <returns>Null for syntaxes whose streams begin with no mark: deflated frames, uncompressed ones, video.</returns>
    public static StreamStart? Of(DicomTransferSyntax syntax)
    {
        if (syntax == DicomTransferSyntax.RLELossless)
            return StartsRle;

        var isJpeg = syntax.UID.StartsWith(Jpegs, StringComparison.Ordinal)
            && int.TryParse(syntax.UID.AsSpan(Jpegs.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is (>= 50 and <= 93) or (>= 201 and <= 203);
        return isJpeg ? StartsJpeg : null;
    }

    // Start of image of JPEG and JPEG-LS, start of a JPEG 2000 codestream, or the signature box that may stand before it.
    private static bool StartsJpeg(ReadOnlySpan<byte> head) =>
        head is [0xFF, 0xD8, 0xFF, ..] or [0xFF, 0x4F, 0xFF, 0x51, ..] or [0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ', ..];

    // PS3.5 annex G.5: the number of segments, then fifteen offsets. The first segment follows the header, the others come in their order,
    // and offsets that are not used are 0.
    private static bool StartsRle(ReadOnlySpan<byte> head)
    {
        if (head.Length < Length)
            return false;

        var segments = BinaryPrimitives.ReadUInt32LittleEndian(head);
        if (segments is < 1 or > 15 || Offset(head, 0) != Length)
            return false;

        for (var i = 1; i < 15; i++)
        {
            if (i < segments ? Offset(head, i) <= Offset(head, i - 1) : Offset(head, i) != 0)
                return false;
        }

        return true;
    }

    private static uint Offset(ReadOnlySpan<byte> head, int segment) =>
        BinaryPrimitives.ReadUInt32LittleEndian(head[((segment + 1) * sizeof(uint))..]);
}
