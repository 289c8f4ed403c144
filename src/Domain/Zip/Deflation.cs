using System.IO.Compression;

namespace EventDicom.Domain.Zip;

/// <summary>
/// How the bytes of one file are made smaller. An archive is deflated while somebody waits for it, so the quick ways are taken:
/// on the pixels of scanners, Huffman codes and runs alone come close to a full search for repetitions at a third of its time.
/// </summary>
public enum Deflation
{
    /// <summary>Not at all: they are compressed already.</summary>
    None,

    /// <summary>Huffman codes, and runs of one byte.</summary>
    Runs,

    /// <summary>The quickest search for repetitions.</summary>
    Repetitions,
}

internal static class Deflating
{
    // Of a file larger than this only a sample from its middle, where pixels are, decides.
    public const int Sample = 16 * 1024;

    // Less than a thirtieth saved is not worth the time that it takes at both ends.
    private const double Worthwhile = 29.0 / 30;

    private static readonly ZLibCompressionOptions s_runs =
        new() { CompressionLevel = 1, CompressionStrategy = ZLibCompressionStrategy.RunLengthEncoding };
    private static readonly ZLibCompressionOptions s_repetitions = new() { CompressionLevel = 1 };

    /// <summary>The way that makes most of a sample.</summary>
    /// <param name="scratch">At least <see cref="Bound"/> bytes.</param>
    public static Deflation Choose(ReadOnlySpan<byte> sample, byte[] scratch)
    {
        var runs = Deflate(sample, Deflation.Runs, scratch);
        // Where repetitions are what the file consists of, searching for them is quick too.
        var repetitions = Deflate(sample, Deflation.Repetitions, scratch);
        var best = Math.Min(runs, repetitions);
        return best > sample.Length * Worthwhile ? Deflation.None : repetitions < runs ? Deflation.Repetitions : Deflation.Runs;
    }

    /// <summary>The most bytes that so many may become.</summary>
    public static int Bound(int length) => length + length / 8 + 256;

    /// <summary>Deflates (RFC 1951) a whole content.</summary>
    /// <returns>Bytes written to <paramref name="to"/>.</returns>
    public static int Deflate(ReadOnlySpan<byte> content, Deflation way, byte[] to)
    {
        using var target = new MemoryStream(to);
        using (var deflate = new DeflateStream(target, Options(way), leaveOpen: true)) deflate.Write(content);
        return (int)target.Position;
    }

    /// <summary>
    /// Deflates a part of a content into blocks of which none is the last and that end on a whole byte, so that parts deflated
    /// apart can follow each other; <see cref="End"/> ends them.
    /// </summary>
    /// <returns>Bytes written to <paramref name="to"/>.</returns>
    public static int DeflatePart(ReadOnlySpan<byte> part, Deflation way, byte[] to)
    {
        if (way == Deflation.None) return Store(part, to);
        using var target = new MemoryStream(to);
        using var deflate = new DeflateStream(target, Options(way), leaveOpen: true);
        deflate.Write(part);
        deflate.Flush();
        return (int)target.Position;
    }

    /// <summary>A last block without content.</summary>
    public static ReadOnlyMemory<byte> End { get; } = new byte[] { 0x03, 0x00 };

    // RFC 1951 3.2.4: blocks of up to 65,535 bytes as they are.
    private static int Store(ReadOnlySpan<byte> part, byte[] to)
    {
        var length = 0;
        while (part.Length > 0)
        {
            var count = (ushort)Math.Min(part.Length, ushort.MaxValue);
            to[length] = 0;
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16LittleEndian(to.AsSpan(length + 1), count);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16LittleEndian(to.AsSpan(length + 3), (ushort)~count);
            part[..count].CopyTo(to.AsSpan(length + 5));
            length += 5 + count;
            part = part[count..];
        }
        return length;
    }

    private static ZLibCompressionOptions Options(Deflation way) => way == Deflation.Runs ? s_runs : s_repetitions;
}
