using System.Buffers;
using System.Diagnostics;
using EventDicom.Dicom;

namespace EventDicom.Benchmarks.Codecs;

/// <summary>How fast each codec that can compress goes both ways, in megabytes of uncompressed samples for each second of a core's time,
/// whoever else wants the core.</summary>
internal static class CodecSpeed
{
    private const int Side = 512;

    private static readonly DicomTransferSyntax[] s_syntaxes =
    [
        DicomTransferSyntax.RLELossless, DicomTransferSyntax.DeflatedImageFrameCompression,
        DicomTransferSyntax.JPEGProcess1, DicomTransferSyntax.JPEGProcess2_4, DicomTransferSyntax.JPEGProcess14,
        DicomTransferSyntax.JPEGProcess14SV1, DicomTransferSyntax.JPEGLSLossless, DicomTransferSyntax.JPEGLSNearLossless,
        DicomTransferSyntax.JPEG2000Lossless, DicomTransferSyntax.JPEG2000Lossy,
    ];

    public static void Print(TimeSpan time)
    {
        Console.WriteLine($"{"syntax",-26} {"image",-22} {"ratio",6} {"decode MB/s",12} {"encode MB/s",12}");
        foreach (var syntax in s_syntaxes)
        {
            foreach (var (name, format, samples) in new[] { Ct(), Photo() })
            {
                try
                {
                    if (DicomCodecs.Find(syntax) is { } codec && codec.CanEncode(syntax)) Print(codec, syntax, name, format, samples, time);
                }
                catch (DicomCodecException e)
                {
                    Console.WriteLine($"{syntax,-26} {name,-22} n/a: {e.Message}");
                }
            }
        }
    }

    private static void Print(DicomCodec codec, DicomTransferSyntax syntax, string name, DicomPixelFormat format,
        byte[] samples, TimeSpan time)
    {
        var stream = new ArrayBufferWriter<byte>(samples.Length);
        var declared = codec.Encode(samples, format, syntax, DicomCodecOptions.Default, stream);
        var compressed = stream.WrittenSpan.ToArray();
        var decoded = new byte[samples.Length];
        var decode = Rate(samples.Length, time, () => codec.Decode(compressed, declared, decoded));
        var encode = Rate(samples.Length, time, () =>
        {
            stream.ResetWrittenCount();
            codec.Encode(samples, format, syntax, DicomCodecOptions.Default, stream);
        });
        Console.WriteLine($"{syntax,-26} {name,-22} {(double)samples.Length / compressed.Length,6:F2} {decode,12:F0} {encode,12:F0}");
    }

    private static double Rate(int bytes, TimeSpan time, Action work)
    {
        // Long enough to be compiled for good before it is measured.
        Repeat(work, time / 2);
        var start = Environment.CpuUsage.TotalTime;
        var times = Repeat(work, time);
        return bytes * (double)times / 1e6 / (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    }

    private static int Repeat(Action work, TimeSpan time)
    {
        var (times, start) = (0, Stopwatch.GetTimestamp());
        for (; times == 0 || Stopwatch.GetElapsedTime(start) < time; times++) work();
        return times;
    }

    private static (string Name, DicomPixelFormat Format, byte[] Samples) Ct()
    {
        var random = new Random(1);
        var samples = new byte[Side * Side * 2];
        for (var i = 0; i < Side * Side; i++)
        {
            var (x, y) = ((i % Side / (double)Side) - 0.5, (i / Side / (double)Side) - 0.5);

            // Air around a body with organs, under five bits of noise.
            var inside = (x * x) + (y * y * 1.5) < 0.2;
            var value = inside ? 1000 + (int)(200 * Math.Sin(14 * x) * Math.Cos(11 * y)) + random.Next(32) : random.Next(8);
            BitConverter.TryWriteBytes(samples.AsSpan(i * 2), (ushort)value);
        }

        return ("512x512x16, 12 stored", Format(1, 16, 12, "MONOCHROME2"), samples);
    }

    private static (string Name, DicomPixelFormat Format, byte[] Samples) Photo()
    {
        var random = new Random(1);
        var samples = new byte[Side * Side * 3];
        for (var i = 0; i < samples.Length; i++)
        {
            var (x, y) = (i / 3 % Side / (double)Side, i / 3 / Side / (double)Side);
            samples[i] = (byte)(128 + (100 * Math.Sin((9 * x) + (i % 3)) * Math.Cos(7 * y)) + random.Next(6));
        }

        return ("512x512x24 RGB", Format(3, 8, 8, "RGB"), samples);
    }

    private static DicomPixelFormat Format(int samples, int allocated, int stored, string photometricInterpretation) => new()
    {
        Width = Side, Height = Side, SamplesPerPixel = samples, BitsAllocated = allocated, BitsStored = stored, HighBit = stored - 1,
        PhotometricInterpretation = photometricInterpretation,
    };
}
