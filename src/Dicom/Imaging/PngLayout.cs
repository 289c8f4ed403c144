using System.Buffers.Binary;

namespace EventDicom.Dicom;

/// <summary>The header of a PNG file, and how its rows become samples.</summary>
internal sealed record PngLayout
{
    private const int Palette = 3;

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int Depth { get; init; }

    public required int ColorType { get; init; }

    public required bool IsInterlaced { get; init; }

    public DicomBitmapFormat Format => (ColorType is 0 or 4, Depth) switch
    {
        (true, 16) => DicomBitmapFormat.Gray16,
        (true, _) => DicomBitmapFormat.Gray8,
        (false, 16) => DicomBitmapFormat.Rgb48,
        _ => DicomBitmapFormat.Rgb24,
    };

    /// <summary>Bytes of a whole pixel in the file, at least 1: what filters reckon with.</summary>
    public int BytesPerPixel => Math.Max(1, Channels * Depth / 8);

    private int Channels => ColorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <exception cref="DicomImageException">There is no such header.</exception>
    public static PngLayout Read(ReadOnlySpan<byte> header)
    {
        if (header.Length != 13 || header[10] != 0 || header[11] != 0 || header[12] > 1)
            throw PngDecoder.Damaged("its header makes no sense");

        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]));
        var (depth, color) = (header[8], header[9]);
        var allowed = color switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            Palette => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
        return allowed && width is > 0 and <= ushort.MaxValue && height is > 0 and <= ushort.MaxValue
            ? new() { Width = width, Height = height, Depth = depth, ColorType = color, IsInterlaced = header[12] == 1 }
            : throw PngDecoder.Damaged($"it cannot have {width} x {height} pixels of color type {color} and depth {depth}");
    }

    public int RowLength(int columns) => (int)((((long)columns * Channels * Depth) + 7) / 8);

    /// <summary>Writes the samples of a row, without transparency, 16-bit ones in little endian.</summary>
    /// <param name="step">Bytes from one pixel to the next in the target.</param>
    public void Expand(ReadOnlySpan<byte> row, int columns, ReadOnlySpan<byte> palette, Span<byte> target, int step)
    {
        var size = DicomBitmap.BytesPerPixel(Format);
        for (var x = 0; x < columns; x++)
        {
            var pixel = target.Slice(x * step, size);
            if (Depth < 8 || ColorType == Palette)
            {
                var index = (row[x * Depth / 8] >> (8 - Depth - (x * Depth % 8))) & ((1 << Depth) - 1);
                if (ColorType != Palette)
                    pixel[0] = (byte)(index * 255 / ((1 << Depth) - 1));
                else if ((index * 3) + 3 <= palette.Length)
                    palette.Slice(index * 3, 3).CopyTo(pixel);
                else
                    throw PngDecoder.Damaged($"its palette has no color {index}");
                continue;
            }

            row.Slice(x * BytesPerPixel, size).CopyTo(pixel);
            for (var i = 0; Depth == 16 && i < size; i += 2)
                (pixel[i], pixel[i + 1]) = (pixel[i + 1], pixel[i]);
        }
    }
}
