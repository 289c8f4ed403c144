using System.Buffers;
using System.Globalization;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>A frame of made-up pixels, and what it becomes in files and codecs.</summary>
public sealed record TestFrame(DicomPixelFormat Format, byte[] Samples)
{
    public static TestFrame Gray(int width, int height, int bitsAllocated, int bitsStored, bool isSigned = false, int seed = 1) =>
        Smooth(Describe(width, height, 1, bitsAllocated, bitsStored, isSigned, "MONOCHROME2"), seed);

    public static TestFrame Color(int width, int height, string photometricInterpretation = "RGB", int seed = 1) =>
        Smooth(Describe(width, height, 3, 8, 8, isSigned: false, photometricInterpretation), seed);

    /// <summary>Waves under some noise, as a detector sees them; negative in part where samples are signed. Cells are extended as native
    /// ones are.</summary>
    public static TestFrame Smooth(DicomPixelFormat format, int seed)
    {
        var random = new Random(seed);
        var samples = new byte[format.FrameLength];
        var range = (1L << format.BitsStored) - 1;
        var bytes = format.BitsAllocated / 8;
        for (var i = 0; i < samples.Length / bytes; i++)
        {
            var (pixel, sample) = Math.DivRem(i, format.SamplesPerPixel);
            var level = Wave(pixel % format.Width, pixel / format.Width, sample) + (random.NextDouble() / 60);
            var value = (long)(Math.Clamp(level, 0, 1) * range) - (format.IsSigned ? (range + 1) / 2 : 0);
            BitConverter.GetBytes(value).AsSpan(0, bytes).CopyTo(samples.AsSpan(i * bytes));
        }

        return new(format, samples);
    }

    /// <summary>Every bit by chance.</summary>
    public static TestFrame Noise(DicomPixelFormat format, int seed)
    {
        var samples = new byte[format.FrameLength];
        new Random(seed).NextBytes(samples);
        return new(format, samples);
    }

    public static DicomPixelFormat Describe(int width, int height, int samples, int bitsAllocated, int bitsStored, bool isSigned,
        string photometricInterpretation) => new()
    {
        Width = width, Height = height, SamplesPerPixel = samples, BitsAllocated = bitsAllocated, BitsStored = bitsStored,
        HighBit = bitsStored - 1,
        IsSigned = isSigned, PhotometricInterpretation = photometricInterpretation,
    };

    public (DicomPixelFormat Format, byte[] Stream) Encode(DicomTransferSyntax syntax, DicomCodecOptions? options = null)
    {
        var stream = new ArrayBufferWriter<byte>();
        var format = DicomCodecs.Find(syntax)!.Encode(Samples, Format, syntax, options ?? DicomCodecOptions.Default, stream);
        return (format, stream.WrittenSpan.ToArray());
    }

    public static TestFrame Decode(DicomTransferSyntax syntax, byte[] stream, DicomPixelFormat declared)
    {
        var samples = new byte[(long)declared.Width * declared.Height * declared.SamplesPerPixel * declared.BitsAllocated / 8];
        var format = DicomCodecs.Find(syntax)!.Decode(stream, declared, samples);
        return new(format, samples[..(int)format.FrameLength]);
    }

    /// <summary>An uncompressed file.</summary>
    public SyntheticInstance ToInstance() =>
        Describe(Format).WithBytes(DicomTag.PixelData, Format.BitsAllocated > 8 ? "OW" : "OB", Even(Samples));

    /// <summary>A file of one compressed frame.</summary>
    public static SyntheticInstance ToInstance(DicomTransferSyntax syntax, DicomPixelFormat format, byte[] stream)
    {
        var instance = Describe(format).WithTransferSyntax(syntax.UID);
        return instance with { Dataset = instance.Dataset.WithFragments(DicomTag.PixelData, [], Even(stream)) };
    }

    public int LargestDifference(TestFrame other)
    {
        other.Samples.Length.ShouldBe(Samples.Length);
        return Enumerable.Range(0, Samples.Length * 8 / Format.BitsAllocated).Max(i => Math.Abs(At(i) - other.At(i)));
    }

    private int At(int i) => Format.BitsAllocated == 8 ? Samples[i] : BitConverter.ToUInt16(Samples, i * 2);

    private static byte[] Even(byte[] bytes) => bytes.Length % 2 == 0 ? bytes : [.. bytes, 0];

    private static SyntheticInstance Describe(DicomPixelFormat format)
    {
        var instance = SyntheticInstance.Create()
            .With(DicomTag.SamplesPerPixel, "US", Text(format.SamplesPerPixel))
            .With(DicomTag.PhotometricInterpretation, "CS", format.PhotometricInterpretation)
            .With(DicomTag.Rows, "US", Text(format.Height)).With(DicomTag.Columns, "US", Text(format.Width))
            .With(DicomTag.BitsAllocated, "US", Text(format.BitsAllocated)).With(DicomTag.BitsStored, "US", Text(format.BitsStored))
            .With(DicomTag.HighBit, "US", Text(format.HighBit)).With(DicomTag.PixelRepresentation, "US", format.IsSigned ? "1" : "0");
        return format.SamplesPerPixel == 1 ? instance : instance.With(DicomTag.PlanarConfiguration, "US", "0");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static double Wave(int x, int y, int sample) => 0.5 + (0.45 * Math.Sin((x * 0.11) + sample) * Math.Cos((y * 0.07) - sample));
}
