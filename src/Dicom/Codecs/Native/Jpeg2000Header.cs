using System.Buffers.Binary;

namespace EventDicom.Dicom;

/// <summary>
/// What the markers of a JPEG 2000 codestream say (ISO/IEC 15444-1 annex A), read before a library that trusts them is let loose on it: a
/// few bytes can ask for millions of tiles, precincts and code blocks, each of which costs memory.
/// </summary>
internal sealed class Jpeg2000Header
{
    private const long MaxTiles = 16 * 1024;
    private const long MaxBlocks = 2_000_000;
    private const long MaxPackets = 16_000_000;

    private const int StartOfTilePart = 0xFF90;
    private const int StartOfData = 0xFF93;
    private const int EndOfCodestream = 0xFFD9;

    private long _tileWidth;
    private long _tileHeight;
    private long _tilesAcross;
    private long _tilesDown;

    public long Width { get; private set; }

    public long Height { get; private set; }

    public int Components { get; private set; }

    /// <summary>Of the component that has the most.</summary>
    public int Bits { get; private set; }

    /// <summary>The three components are the reversible or irreversible transform of red, green and blue.</summary>
    public bool TransformsColor { get; private set; }

    /// <summary>The codestream within the boxes of a JP2 file (annex I), or all of it.</summary>
    public static ReadOnlySpan<byte> Unbox(ReadOnlySpan<byte> stream)
    {
        if (stream is not [0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ', ..])
            return stream;

        while (stream.Length >= 8)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(stream);
            var header = 8;
            if (length == 1 && stream.Length >= 16)
            {
                length = BinaryPrimitives.ReadInt64BigEndian(stream[8..]);
                header = 16;
            }

            if (length == 0)
                length = stream.Length;

            if (length < header)
                break;

            if (stream.Slice(4, 4).SequenceEqual("jp2c"u8))
                return stream[header..(int)Math.Min(length, stream.Length)];

            if (length > stream.Length)
                break;

            stream = stream[(int)length..];
        }

        throw new DicomCodecException("The JP2 file holds no codestream");
    }

    /// <exception cref="DicomCodecException">The stream is damaged, or asks for more than an image of its size ever needs.</exception>
    public static Jpeg2000Header Read(ReadOnlySpan<byte> codestream)
    {
        if (codestream is not [0xFF, 0x4F, 0xFF, 0x51, ..])
            throw new DicomCodecException("The stream does not start as JPEG 2000 does");

        var header = new Jpeg2000Header();
        var position = 2;
        while (true)
        {
            var marker = Marker(codestream, position);
            if (marker is EndOfCodestream or StartOfData)
                return header;

            var segment = Segment(codestream, position);
            if (marker == StartOfTilePart)
            {
                // Markers of a tile may override those of the image
                var end = ReadTilePart(codestream, position, segment, header);
                if (end <= position || end >= codestream.Length - 1)
                    return header;

                position = end;
                continue;
            }

            header.Take(marker, segment);
            position += 4 + segment.Length;
        }
    }

    private static int ReadTilePart(ReadOnlySpan<byte> codestream, int start, ReadOnlySpan<byte> segment, Jpeg2000Header header)
    {
        if (segment.Length < 8)
            throw Damaged();

        long length = BinaryPrimitives.ReadUInt32BigEndian(segment[2..]);
        var position = start + 4 + segment.Length;
        while (Marker(codestream, position) is var marker and not StartOfData)
        {
            var inner = Segment(codestream, position);
            header.Take(marker, inner);
            position += 4 + inner.Length;
        }

        return length == 0 || start + length > codestream.Length ? codestream.Length : (int)(start + length);
    }

    private static int Marker(ReadOnlySpan<byte> codestream, int position) =>
        position + 2 <= codestream.Length ? BinaryPrimitives.ReadUInt16BigEndian(codestream[position..]) : throw Damaged();

    /// <summary>What stands behind the length of a marker segment.</summary>
    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> codestream, int position)
    {
        if (position + 4 > codestream.Length)
            throw Damaged();

        var length = BinaryPrimitives.ReadUInt16BigEndian(codestream[(position + 2)..]);
        return length >= 2 && position + 2 + length <= codestream.Length ? codestream.Slice(position + 4, length - 2) : throw Damaged();
    }

    private static DicomCodecException Damaged() => new("The markers of the JPEG 2000 codestream are damaged");

    private void Take(int marker, ReadOnlySpan<byte> segment)
    {
        switch (marker)
        {
            case 0xFF51:
                ReadSize(segment);
                break;

            case 0xFF52 when segment.Length >= 10:
                TransformsColor |= segment[4] == 1 && Components == 3;
                CheckStyle(segment[5..], hasPrecincts: (segment[0] & 1) != 0, layers: BinaryPrimitives.ReadUInt16BigEndian(segment[2..]));
                break;

            case 0xFF53 when segment.Length >= 7:
                CheckStyle(segment[2..], hasPrecincts: (segment[1] & 1) != 0, layers: 1);
                break;

            case 0xFF52 or 0xFF53:
                throw Damaged();
        }
    }

    /// <summary>SIZ (annex A.5.1).</summary>
    private void ReadSize(ReadOnlySpan<byte> segment)
    {
        if (Components > 0 || segment.Length < 39)
            throw Damaged();

        if ((BinaryPrimitives.ReadUInt16BigEndian(segment) & 0x4000) != 0)
            throw new DicomCodecException("High-throughput JPEG 2000 is not supported") { IsUnsupported = true };

        Components = BinaryPrimitives.ReadUInt16BigEndian(segment[34..]);
        if (Components == 0 || segment.Length != 36 + (3 * Components))
            throw Damaged();

        var (right, bottom, left, top) = (UInt32(segment, 2), UInt32(segment, 6), UInt32(segment, 10), UInt32(segment, 14));
        (_tileWidth, _tileHeight) = (UInt32(segment, 18), UInt32(segment, 22));
        var (tileLeft, tileTop) = (UInt32(segment, 26), UInt32(segment, 30));
        (Width, Height) = (right - left, bottom - top);
        if (Width <= 0 || Height <= 0 || _tileWidth == 0 || _tileHeight == 0 || tileLeft > left || tileTop > top
            || tileLeft + _tileWidth <= left || tileTop + _tileHeight <= top)
            throw Damaged();

        _tilesAcross = (right - tileLeft + _tileWidth - 1) / _tileWidth;
        _tilesDown = (bottom - tileTop + _tileHeight - 1) / _tileHeight;
        var mostTiles = Math.Min(MaxTiles, Math.Max(64, Width * Height / 256));
        if (_tilesAcross * _tilesDown > mostTiles)
            throw new DicomCodecException($"The JPEG 2000 codestream has {_tilesAcross} x {_tilesDown} tiles, more than {mostTiles}");

        for (var component = segment[36..]; component.Length >= 3; component = component[3..])
        {
            if (component[1] != 1 || component[2] != 1)
                throw new DicomCodecException("JPEG 2000 with subsampled components is not supported") { IsUnsupported = true };

            Bits = Math.Max(Bits, (component[0] & 0x7F) + 1);
        }
    }

    /// <summary>The part that COD and COC have in common (annex A.6.1): levels, code block, transform, precincts.</summary>
    private void CheckStyle(ReadOnlySpan<byte> style, bool hasPrecincts, long layers)
    {
        var levels = style[0];
        var (blockWidth, blockHeight) = ((style[1] & 15) + 2, (style[2] & 15) + 2);
        if (levels > 32 || blockWidth > 10 || blockHeight > 10 || (hasPrecincts && style.Length < 6 + levels) || Components == 0)
            throw Damaged();

        long precincts = 0, blocks = 0;
        for (var level = 0; level <= levels; level++)
        {
            var (wide, high) = hasPrecincts ? (style[5 + level] & 15, style[5 + level] >> 4) : (15, 15);
            var shift = levels - level;
            // Of all tiles together, and of tiles that do not start where a precinct does
            var across = (Width >> Math.Min(shift + wide, 62)) + (2 * _tilesAcross);
            var down = (Height >> Math.Min(shift + high, 62)) + (2 * _tilesDown);
            precincts += across * down;
            // Above the lowest level a precinct is divided among three bands of half its size
            var half = level > 0 ? 1 : 0;
            var (blockWide, blockHigh) = (Math.Max(0, Math.Min(wide - half, blockWidth)), Math.Max(0, Math.Min(high - half, blockHeight)));
            blocks += ((Width >> (shift + blockWide)) + across) * ((Height >> (shift + blockHigh)) + down);
        }

        if (blocks * Components > MaxBlocks + (4 * MaxTiles * (levels + 1)) || precincts * layers * Components > MaxPackets)
            throw new DicomCodecException(
                $"The JPEG 2000 codestream cuts {Width}x{Height} pixels into {blocks} blocks and {precincts} precincts of {layers} layers");
    }

    private static long UInt32(ReadOnlySpan<byte> bytes, int position) => BinaryPrimitives.ReadUInt32BigEndian(bytes[position..]);
}
