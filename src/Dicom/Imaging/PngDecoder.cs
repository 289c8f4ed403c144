using System.Buffers.Binary;
using System.IO.Hashing;
using System.IO.Compression;

namespace EventDicom.Dicom;

/// <summary>
/// Reads PNG files (ISO 15948) of every color type, depth and interlacing. Palettes become color, fewer than 8 bits become 8, transparency
/// is dropped: DICOM has none.
/// </summary>
public static class PngDecoder
{
    // Deflate cannot do better; whoever promises more pixels than that lies, and gets no memory.
    private const int BestCompression = 1032;

    private static readonly (int X, int Y, int StepX, int StepY)[] s_adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <param name="maxLength">Bytes that the samples may take.</param>
    /// <exception cref="DicomImageException">The file is no PNG, damaged, or too large.</exception>
    public static DicomBitmap Decode(ReadOnlyMemory<byte> file, long maxLength = 1 << 28)
    {
        if (!file.Span.StartsWith(PngEncoder.Signature))
            throw Damaged("it has no PNG signature");

        PngLayout? layout = null;
        byte[] palette = [];
        using var compressed = new MemoryStream();
        for (var rest = file[PngEncoder.Signature.Length..]; ;)
        {
            var (type, data) = ReadChunk(ref rest);
            if (layout is null && type != "IHDR")
                throw Damaged("its first chunk is no header");

            switch (type)
            {
                case "IHDR" when layout is null: layout = PngLayout.Read(data.Span); break;
                case "PLTE": palette = data.ToArray(); break;
                case "IDAT": compressed.Write(data.Span); break;
                case "IEND": return Inflate(layout!, palette, compressed, maxLength);
                default:
                    if (char.IsAsciiLetterUpper(type[0]))
                        throw Damaged($"its critical chunk {type} is unknown");
                    break;
            }
        }
    }

    private static (string Type, ReadOnlyMemory<byte> Data) ReadChunk(ref ReadOnlyMemory<byte> rest)
    {
        const int Around = 12;
        if (rest.Length < Around || BinaryPrimitives.ReadUInt32BigEndian(rest.Span) is var length && length > rest.Length - Around)
            throw Damaged("it ends too early");

        var covered = rest.Slice(4, 4 + (int)length);
        if (Crc32.HashToUInt32(covered.Span) != BinaryPrimitives.ReadUInt32BigEndian(rest.Span[(8 + (int)length)..]))
            throw Damaged("the checksum of a chunk is wrong");

        rest = rest[(Around + (int)length)..];
        return (System.Text.Encoding.ASCII.GetString(covered.Span[..4]), covered[4..]);
    }

    private static DicomBitmap Inflate(PngLayout layout, byte[] palette, MemoryStream compressed, long maxLength)
    {
        var (width, height) = (layout.Width, layout.Height);
        var length = (long)width * height * DicomBitmap.BytesPerPixel(layout.Format);
        if (length > Math.Min(maxLength, Array.MaxLength))
            throw new DicomImageException(DicomImageError.TooLarge, $"A PNG of {width} x {height} pixels is too large");
        if (layout.RowLength(width) * (long)height > compressed.Length * BestCompression)
            throw Damaged("it has too few bytes for its pixels");

        var samples = new byte[length];
        compressed.Position = 0;
        using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
        try
        {
            foreach (var pass in layout.IsInterlaced ? s_adam7 : [(0, 0, 1, 1)])
                ReadPass(layout, palette, zlib, pass, samples);
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException)
        {
            throw new DicomImageException(DicomImageError.Damaged, "Not a readable PNG: its pixels cannot be decompressed", damage);
        }

        return new(width, height, layout.Format, samples);
    }

    private static void ReadPass(PngLayout layout, byte[] palette, ZLibStream zlib, (int X, int Y, int StepX, int StepY) pass,
        Span<byte> samples)
    {
        var columns = (layout.Width - pass.X + pass.StepX - 1) / pass.StepX;
        if (columns <= 0)
            return;

        var length = layout.RowLength(columns);
        var (row, above) = (new byte[length], new byte[length]);
        var size = DicomBitmap.BytesPerPixel(layout.Format);
        for (var y = pass.Y; y < layout.Height; y += pass.StepY)
        {
            var filter = zlib.ReadByte();
            zlib.ReadExactly(row);
            Unfilter(filter, row, above, layout.BytesPerPixel);
            var target = samples[(((y * layout.Width) + pass.X) * size)..];
            layout.Expand(row, columns, palette, target, pass.StepX * size);
            (row, above) = (above, row);
        }
    }

    private static void Unfilter(int filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        if (filter is < 0 or > 4)
            throw Damaged("a row has an unknown filter");

        for (var i = 0; filter > 0 && i < row.Length; i++)
        {
            var (left, corner) = i >= step ? (row[i - step], above[i - step]) : ((byte)0, (byte)0);
            row[i] += filter switch
            {
                1 => left,
                2 => above[i],
                3 => (byte)((left + above[i]) / 2),
                _ => Paeth(left, above[i], corner),
            };
        }
    }

    private static byte Paeth(int left, int above, int corner)
    {
        var (toLeft, toAbove, toCorner) = (Math.Abs(above - corner), Math.Abs(left - corner), Math.Abs(left + above - corner - corner));
        return (byte)(toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner);
    }

    internal static DicomImageException Damaged(string why) => new(DicomImageError.Damaged, $"Not a readable PNG: {why}");
}
