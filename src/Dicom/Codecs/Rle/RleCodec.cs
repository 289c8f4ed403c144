using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EventDicom.Dicom;

/// <summary>
/// RLE Lossless (PS3.5 annex G): each byte of a sample is a plane of its own, the most significant one first, packed as in TIFF's PackBits
/// into a segment of its own.
/// </summary>
internal sealed class RleCodec : DicomCodec
{
    // PS3.5 G.5: the number of segments and fifteen offsets.
    private const int HeaderLength = 64;
    private const int MostSegments = 15;

    // Two bytes say 128.
    private const long MostExpansion = 64;

    public override IReadOnlyList<DicomTransferSyntax> TransferSyntaxes { get; } = [DicomTransferSyntax.RLELossless];

    public override bool CanEncode(DicomTransferSyntax syntax) => syntax == DicomTransferSyntax.RLELossless;

    public override DicomPixelFormat Decode(ReadOnlySpan<byte> compressed, DicomPixelFormat declared, Span<byte> samples)
    {
        var count = CountSegments(declared);
        if (compressed.Length < HeaderLength)
            throw new DicomCodecException("An RLE frame is shorter than its header");

        var found = BinaryPrimitives.ReadUInt32LittleEndian(compressed);
        if (found != count)
            throw new DicomCodecException($"An RLE frame has {found} segments, its attributes call for {count}");

        samples = FrameRoom.Of(declared, samples);
        if (samples.Length > compressed.Length * MostExpansion)
            throw new DicomCodecException(
                $"An RLE frame of {compressed.Length} bytes cannot hold the {samples.Length} bytes that its attributes call for");

        if (count == 1)
            PackBits.Unpack(Segment(compressed, 0, count), samples);
        else
            DecodePlanes(compressed, declared.BitsAllocated / 8, count, samples);

        // YBR_FULL_422 is not allowed here, but found; the planes are all full.
        return declared with { IsPlanar = false, PhotometricInterpretation = declared.IsSubsampled
            ? "YBR_FULL" : declared.PhotometricInterpretation };
    }

    public override DicomPixelFormat Encode(
        ReadOnlySpan<byte> samples, DicomPixelFormat format, DicomTransferSyntax syntax, DicomCodecOptions options,
        IBufferWriter<byte> compressed)
    {
        var count = CountSegments(format);
        samples = FrameRoom.Of(format, samples);
        var header = new uint[HeaderLength / sizeof(uint)];
        header[0] = (uint)count;
        var segments = new ArrayBufferWriter<byte>((samples.Length / 2) + HeaderLength);
        var row = new byte[format.Width];
        for (var segment = 0; segment < count; segment++)
        {
            header[segment + 1] = (uint)(HeaderLength + segments.WrittenCount);
            for (var start = PlaneOffset(segment, format.BitsAllocated / 8); start < samples.Length; start += row.Length * count)
            {
                for (var (i, from) = (0, start); i < row.Length; i++, from += count)
                    row[i] = samples[from];

                PackBits.Pack(row, segments);
            }

            if (segments.WrittenCount % 2 != 0)
                segments.Write<byte>([0]);
        }

        var beginning = compressed.GetSpan(HeaderLength);
        for (var i = 0; i < header.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(beginning[(i * sizeof(uint))..], header[i]);

        compressed.Advance(HeaderLength);
        compressed.Write(segments.WrittenSpan);
        return format;
    }

    private static void DecodePlanes(ReadOnlySpan<byte> compressed, int bytes, int count, Span<byte> samples)
    {
        var pixels = samples.Length / count;
        var rented = ArrayPool<byte>.Shared.Rent(samples.Length);
        try
        {
            var planes = rented.AsSpan(0, samples.Length);
            for (var segment = 0; segment < count; segment++)
                PackBits.Unpack(Segment(compressed, segment, count), planes.Slice(segment * pixels, pixels));

            if (count == 2 && bytes == 2)
                JoinBytes(planes[..pixels], planes[pixels..], MemoryMarshal.Cast<byte, ushort>(samples));
            else
                Interleave(planes, bytes, count, samples);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> compressed, int segment, int count)
    {
        var start = Offset(compressed, segment);
        var next = segment + 1 < count ? Offset(compressed, segment + 1) : 0;
        var end = next > start ? Math.Min(next, compressed.Length) : compressed.Length;
        return start >= HeaderLength && start <= end
            ? compressed[(int)start..(int)end]
            : throw new DicomCodecException($"Segment {segment + 1} of an RLE frame of {compressed.Length} bytes starts at {start}");
    }

    private static long Offset(ReadOnlySpan<byte> compressed, int segment) =>
        BinaryPrimitives.ReadUInt32LittleEndian(compressed[((segment + 1) * sizeof(uint))..]);

    private static void JoinBytes(ReadOnlySpan<byte> high, ReadOnlySpan<byte> low, Span<ushort> samples)
    {
        var i = 0;
        for (; i <= samples.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (lowUpper, highUpper) = (Vector128.WidenUpper(Vector128.Create(low[i..])),
                Vector128.WidenUpper(Vector128.Create(high[i..])));
            var (lowLower, highLower) = (Vector128.WidenLower(Vector128.Create(low[i..])),
                Vector128.WidenLower(Vector128.Create(high[i..])));
            (lowLower | (highLower << 8)).CopyTo(samples[i..]);
            (lowUpper | (highUpper << 8)).CopyTo(samples[(i + Vector128<ushort>.Count)..]);
        }

        for (; i < samples.Length; i++)
            samples[i] = (ushort)(low[i] | (high[i] << 8));
    }

    private static void Interleave(ReadOnlySpan<byte> planes, int bytes, int count, Span<byte> samples)
    {
        var pixels = planes.Length / count;
        for (var segment = 0; segment < count; segment++)
        {
            var to = PlaneOffset(segment, bytes);
            foreach (var value in planes.Slice(segment * pixels, pixels))
            {
                samples[to] = value;
                to += count;
            }
        }
    }

    /// <summary>Where the bytes of a segment stand in each pixel.</summary>
    private static int PlaneOffset(int segment, int bytes) => (segment / bytes * bytes) + bytes - 1 - (segment % bytes);

    private static int CountSegments(DicomPixelFormat format)
    {
        var count = format.SamplesPerPixel * format.BitsAllocated / 8;
        return format.BitsAllocated % 8 == 0 && count is >= 1 and <= MostSegments
            ? count
            : throw new DicomCodecException(
                $"RLE cannot hold {format.SamplesPerPixel} samples of {format.BitsAllocated} bits") { IsUnsupported = true };
    }
}
