using System.Buffers;
using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>
/// JPEG-LS, lossless and near-lossless (PS3.5 section 8.2.3, ISO/IEC 14495-1), by CharLS. The stream knows no sign: two's complement
/// samples are taken for the unsigned numbers that have the same bits.
/// </summary>
internal sealed unsafe class JpegLsCodec : DicomCodec
{
    private static ReadOnlySpan<byte> EndOfImage => [0xFF, 0xD9];

    public override IReadOnlyList<DicomTransferSyntax> TransferSyntaxes { get; } = [DicomTransferSyntax.JPEGLSLossless,
        DicomTransferSyntax.JPEGLSNearLossless];

    public override bool CanEncode(DicomTransferSyntax syntax) => TransferSyntaxes.Contains(syntax);

    public override DicomPixelFormat Decode(ReadOnlySpan<byte> compressed, DicomPixelFormat declared, Span<byte> samples)
    {
        CharLs.Installed.Require();
        if (compressed.IsEmpty)
            throw new DicomCodecException("The JPEG-LS frame is empty");

        // CharLS 2.4 spends seconds on a scan that no marker ends
        if (!compressed.TrimEnd((byte)0).EndsWith(EndOfImage))
            compressed = (byte[])[.. compressed, .. EndOfImage];

        using var decoder = CharLs.CreateDecoder();
        fixed (byte* source = compressed)
        {
            CharLs.Check(CharLs.SetSource(decoder, source, (nuint)compressed.Length));
            CharLs.Check(CharLs.ReadHeader(decoder));
            CharLs.Check(CharLs.GetFrameInfo(decoder, out var info));
            CharLs.Check(CharLs.GetInterleaveMode(decoder, out var mode));
            StoredBits.RequireDeclared(declared, info.Width, info.Height, info.ComponentCount, info.BitsPerSample, samples);

            var planes = mode == CharLs.InterleaveNone && info.ComponentCount > 1;
            var format = declared with { IsPlanar = planes, PhotometricInterpretation = declared.IsSubsampled
                ? "YBR_FULL" : declared.PhotometricInterpretation };
            var whole = format with { IsPlanar = false };
            var wide = info.BitsPerSample <= 8 && declared.BitsAllocated == 16;
            CharLs.Check(CharLs.GetDestinationSize(decoder, 0, out var length));
            if (length != (nuint)(format.FrameLength / (wide ? 2 : 1)))
                throw new DicomCodecException($"The JPEG-LS frame takes {length} bytes, not {format.FrameLength}");

            if (!planes && !wide)
            {
                fixed (byte* target = samples)
                    CharLs.Check(CharLs.Decode(decoder, target, length, 0));

                return whole;
            }

            var temporary = ArrayPool<byte>.Shared.Rent((int)length);
            try
            {
                fixed (byte* target = temporary)
                    CharLs.Check(CharLs.Decode(decoder, target, length, 0));

                Spread(temporary.AsSpan(0, (int)length), wide ? 1 : declared.BitsAllocated / 8, planes ? info.ComponentCount : 1,
                    wide ? 2 : declared.BitsAllocated / 8, samples);
                return whole;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(temporary);
            }
        }
    }

    public override DicomPixelFormat Encode(
        ReadOnlySpan<byte> samples, DicomPixelFormat format, DicomTransferSyntax syntax, DicomCodecOptions options,
        IBufferWriter<byte> compressed)
    {
        StoredBits.RequireEncodable(samples, format, "JPEG-LS");
        CharLs.Installed.Require();
        var lossy = syntax.Equals(DicomTransferSyntax.JPEGLSNearLossless);
        if (!lossy)
        {
            Encode(samples, format, StoredBits.ForLossless(samples, format, signExtends: false), near: 0, compressed);
            return format;
        }

        var kept = Math.Max(2, StoredBits.ForLossy(format));

        // Half of the range is the most that ISO/IEC 14495-1 allows
        var near = Math.Clamp(options.NearLossless, 1, Math.Min(255, ((1 << kept) - 1) / 2));
        var masked = ArrayPool<byte>.Shared.Rent(samples.Length);
        try
        {
            samples.CopyTo(masked);
            Prepare(masked.AsSpan(0, samples.Length), format, kept, near);
            Encode(masked.AsSpan(0, samples.Length), format, kept, near, compressed);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(masked);
        }

        return format;
    }

    private static void Encode(ReadOnlySpan<byte> samples, DicomPixelFormat format, int bits, int near, IBufferWriter<byte> compressed)
    {
        // CharLS takes samples of up to 8 bits from bytes
        byte[]? narrow = bits <= 8 && format.BitsAllocated == 16 ? Narrow(samples) : null;
        ReadOnlySpan<byte> source = narrow is null ? samples : narrow;
        var info = new CharLs.FrameInfo
        {
            Width = (uint)format.Width, Height = (uint)format.Height, BitsPerSample = bits, ComponentCount = format.SamplesPerPixel,
        };
        nuint size = 0;
        while (true)
        {
            using var encoder = CharLs.CreateEncoder();
            CharLs.Check(CharLs.SetFrameInfo(encoder, info));
            CharLs.Check(CharLs.SetNearLossless(encoder, near));
            CharLs.Check(CharLs.SetInterleaveMode(encoder, format.SamplesPerPixel == 1 ? CharLs.InterleaveNone : CharLs.InterleaveLine));
            if (size == 0)
                CharLs.Check(CharLs.GetEstimatedSize(encoder, out size));

            var destination = compressed.GetSpan(checked((int)size));
            fixed (byte* from = source, to = destination)
            {
                CharLs.Check(CharLs.SetDestination(encoder, to, (nuint)destination.Length));
                var answer = CharLs.Encode(encoder, from, (nuint)source.Length, 0);
                if (answer == CharLs.DestinationTooSmall && size < (nuint)source.Length * 4)
                {
                    size *= 2;
                    continue;
                }

                CharLs.Check(answer);
                CharLs.Check(CharLs.GetBytesWritten(encoder, out var written));
                compressed.Advance((int)written);
                return;
            }
        }
    }

    /// <summary>Clears the bits that are not stored, and makes sure that no error turns the largest positive number into the smallest
    /// negative one.</summary>
    private static void Prepare(Span<byte> samples, DicomPixelFormat format, int bits, int near)
    {
        var mask = (1 << bits) - 1;
        var sign = 1 << (bits - 1);
        if (format.BitsAllocated == 16)
        {
            foreach (ref var word in MemoryMarshal.Cast<byte, ushort>(samples))
                word = (ushort)Checked(word & mask);
        }
        else
        {
            foreach (ref var value in samples)
                value = (byte)Checked(value & mask);
        }

        int Checked(int value) => format.IsSigned && value < sign + near && value >= sign - near
            ? throw new DicomCodecException(
                $"A signed sample within {near} of the ends of its range would change its sign in near-lossless JPEG-LS") { IsUnsupported =
                true }
            : value;
    }

    private static byte[] Narrow(ReadOnlySpan<byte> words)
    {
        var bytes = new byte[words.Length / 2];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = words[i * 2];

        return bytes;
    }

    /// <summary>Planes into pixels, bytes into words, or both.</summary>
    private static void Spread(ReadOnlySpan<byte> source, int size, int planes, int targetSize, Span<byte> target)
    {
        var count = source.Length / size / planes;
        for (var plane = 0; plane < planes; plane++)
        {
            for (int i = 0, to = plane * targetSize; i < count; i++, to += planes * targetSize)
            {
                var from = ((plane * count) + i) * size;
                target[to] = source[from];
                if (targetSize == 2)
                    target[to + 1] = size == 2 ? source[from + 1] : (byte)0;
            }
        }
    }
}
