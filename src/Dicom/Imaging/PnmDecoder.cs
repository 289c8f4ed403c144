using System.Buffers.Text;
using System.Text;

namespace EventDicom.Dicom;

/// <summary>Reads Netpbm's binary formats: PAM (P7) in gray or color, PGM (P5) and PPM (P6); up to 16 bits for each sample. Transparency is
/// dropped.</summary>
public static class PnmDecoder
{
    private const int LongestHeader = 4096;

    public static bool IsPnm(ReadOnlySpan<byte> file) => file is [(byte)'P', (byte)'5' or (byte)'6' or (byte)'7', ..];

    /// <exception cref="DicomImageException">The file is none of them, or damaged.</exception>
    public static DicomBitmap Decode(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (!IsPnm(bytes))
            throw Damaged("its first bytes are others");

        var position = 2;
        var (width, height, depth, maximum) = bytes[1] == '7' ? ReadPamHeader(bytes, ref position) : ReadPnmHeader(bytes, ref position);
        if (width is < 1 or > ushort.MaxValue || height is < 1 or > ushort.MaxValue || depth is < 1 or > 4
            || maximum is < 1 or > ushort.MaxValue)
            throw Damaged($"it cannot have {width} x {height} pixels of {depth} samples up to {maximum}");

        var size = maximum > byte.MaxValue ? 2 : 1;
        if (bytes.Length - position < (long)width * height * depth * size)
            throw Damaged("it has too few bytes for its pixels");

        var channels = depth < 3 ? 1 : 3;
        var samples = new byte[width * height * channels * size];
        for (int from = position, to = 0; to < samples.Length; from += depth * size, to += channels * size)
        {
            bytes.Slice(from, channels * size).CopyTo(samples.AsSpan(to));
            for (var i = to; size == 2 && i < to + (channels * size); i += 2)
                (samples[i], samples[i + 1]) = (samples[i + 1], samples[i]);
        }

        var format = (channels, size) switch
        {
            (1, 1) => DicomBitmapFormat.Gray8,
            (1, _) => DicomBitmapFormat.Gray16,
            (_, 1) => DicomBitmapFormat.Rgb24,
            _ => DicomBitmapFormat.Rgb48,
        };
        return new(width, height, format, samples);
    }

    private static (int Width, int Height, int Depth, int Maximum) ReadPamHeader(ReadOnlySpan<byte> bytes, ref int position)
    {
        var end = bytes[..Math.Min(bytes.Length, LongestHeader)].IndexOf("\nENDHDR\n"u8);
        if (end < 0)
            throw Damaged("its header has no end");

        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in Encoding.ASCII.GetString(bytes[position..end]).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [var name, var value]
                && int.TryParse(value, out var number))
                numbers[name] = number;
        }

        position = end + "\nENDHDR\n".Length;
        return (numbers.GetValueOrDefault("WIDTH"), numbers.GetValueOrDefault("HEIGHT"), numbers.GetValueOrDefault("DEPTH"),
            numbers.GetValueOrDefault("MAXVAL"));
    }

    private static (int Width, int Height, int Depth, int Maximum) ReadPnmHeader(ReadOnlySpan<byte> bytes, ref int position)
    {
        var depth = bytes[1] == '5' ? 1 : 3;
        var (width, height, maximum) = (Number(bytes, ref position), Number(bytes, ref position), Number(bytes, ref position));
        position++;
        return (width, height, depth, maximum);
    }

    private static int Number(ReadOnlySpan<byte> bytes, ref int position)
    {
        while (position < bytes.Length && (char.IsWhiteSpace((char)bytes[position]) || bytes[position] == '#'))
        {
            var line = bytes[position] == '#' ? bytes[position..].IndexOf((byte)'\n') : 0;
            position = line < 0 ? bytes.Length : position + line + 1;
        }

        if (!Utf8Parser.TryParse(bytes[Math.Min(position, bytes.Length)..], out int number, out var length))
            throw Damaged("a number is missing in its header");

        position += length;
        return number;
    }

    private static DicomImageException Damaged(string why) => new(DicomImageError.Damaged, $"Not a readable PNM or PAM picture: {why}");
}
