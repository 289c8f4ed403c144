using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>
/// Writes PNG files (ISO 15948): gray or color, 8 or 16 bits for each sample. Made for speed: one filter for the whole picture, and Huffman
/// codes with runs of equal bytes only. On filtered noise that takes half the time of the fastest search for repetitions, and half the
/// bytes.
/// </summary>
public static class PngEncoder
{
    private const byte NoFilter = 0, SubFilter = 1;
    private const int SampledRows = 16;
    private const int Batch = 64 * 1024;

    private static readonly ZLibCompressionOptions s_compression =
        new() { CompressionLevel = 1, CompressionStrategy = ZLibCompressionStrategy.RunLengthEncoding };

    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Signed samples are written as their bits, as Orthanc does: PNG knows none.</summary>
    public static void Encode(DicomBitmap bitmap, Stream output)
    {
        ArgumentNullException.ThrowIfNull(bitmap);
        ArgumentNullException.ThrowIfNull(output);
        output.Write(Signature);

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, bitmap.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), bitmap.Height);
        header[8] = (byte)bitmap.BitsPerSample;
        header[9] = bitmap.Channels == 3 ? (byte)2 : (byte)0;
        WriteChunk(output, "IHDR"u8, header);

        using var compressed = new MemoryStream(bitmap.Samples.Length / 2);
        using (var zlib = new ZLibStream(compressed, s_compression, leaveOpen: true))
            WriteRows(bitmap, zlib);

        var bytes = compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
        WriteChunk(output, "IDAT"u8, bytes);
        WriteChunk(output, "IEND"u8, default);
    }

    private static void WriteRows(DicomBitmap bitmap, ZLibStream zlib)
    {
        var wide = bitmap.BitsPerSample == 16;
        var step = DicomBitmap.BytesPerPixel(bitmap.Format);
        var length = bitmap.RowLength;
        var row = ArrayPool<byte>.Shared.Rent(length);
        var filtered = ArrayPool<byte>.Shared.Rent(Math.Max(Batch, length + 1));
        try
        {
            var filter = Choose(bitmap, row, step);
            var filled = 0;
            for (var y = 0; y < bitmap.Height; y++)
            {
                if (filtered.Length - filled <= length)
                {
                    zlib.Write(filtered, 0, filled);
                    filled = 0;
                }

                var samples = wide ? BigEndian(bitmap.Row(y), row) : bitmap.Row(y);
                filtered[filled++] = filter;
                if (filter == SubFilter)
                    Subtract(samples, step, filtered.AsSpan(filled, length));
                else
                    samples.CopyTo(filtered.AsSpan(filled, length));

                filled += length;
            }

            zlib.Write(filtered, 0, filled);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(row);
            ArrayPool<byte>.Shared.Return(filtered);
        }
    }

    // The usual guess, on some rows only: differences that are small numbers compress better than the samples themselves.
    private static byte Choose(DicomBitmap bitmap, byte[] buffer, int step)
    {
        long plain = 0, differences = 0;
        for (var y = 0; y < bitmap.Height; y += Math.Max(1, bitmap.Height / SampledRows))
        {
            var samples = bitmap.BitsPerSample == 16 ? BigEndian(bitmap.Row(y), buffer) : bitmap.Row(y);
            for (var x = step; x < samples.Length; x++)
            {
                plain += Math.Abs((int)(sbyte)samples[x]);
                differences += Math.Abs((int)(sbyte)(samples[x] - samples[x - step]));
            }
        }

        return differences < plain ? SubFilter : NoFilter;
    }

    private static void Subtract(ReadOnlySpan<byte> samples, int step, Span<byte> differences)
    {
        samples[..step].CopyTo(differences);
        var (left, right) = (0, step);
        for (; right + Vector<byte>.Count <= samples.Length; left += Vector<byte>.Count, right += Vector<byte>.Count)
            (new Vector<byte>(samples[right..]) - new Vector<byte>(samples[left..])).CopyTo(differences[right..]);
        for (; right < samples.Length; left++, right++)
            differences[right] = (byte)(samples[right] - samples[left]);
    }

    private static ReadOnlySpan<byte> BigEndian(ReadOnlySpan<byte> row, Span<byte> buffer)
    {
        var source = MemoryMarshal.Cast<byte, short>(row);
        BinaryPrimitives.ReverseEndianness(source, MemoryMarshal.Cast<byte, short>(buffer[..row.Length]));
        return buffer[..row.Length];
    }

    private static void WriteChunk(Stream output, ReadOnlySpan<byte> type, ReadOnlyMemory<byte> data)
    {
        var word = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        output.Write(word);
        output.Write(type);
        output.Write(data.Span);
        var checksum = new Crc32();
        checksum.Append(type);
        checksum.Append(data.Span);
        BinaryPrimitives.WriteUInt32BigEndian(word, checksum.GetCurrentHashAsUInt32());
        output.Write(word);
    }
}
