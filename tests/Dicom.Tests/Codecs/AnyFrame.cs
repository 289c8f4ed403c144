using FsCheck;
using FsCheck.Fluent;

namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>Frames of any size up to 40 x 40, any depth, noisy, smooth or flat.</summary>
public static class AnyFrame
{
    public static Arbitrary<TestFrame> Frames() => Arb.From(
        from width in Gen.Choose(1, 40)
        from height in Gen.Choose(1, 40)
        from samples in Gen.Elements(1, 3)
        from allocated in Gen.Elements(8, 16)
        from stored in Gen.Choose(1, allocated)
        from isSigned in Gen.Elements(true, false)
        from kind in Gen.Choose(0, 3)
        from seed in Gen.Choose(0, int.MaxValue)
        let format = TestFrame.Describe(width, height, samples, allocated, stored, isSigned, samples == 1 ? "MONOCHROME2" : "RGB")
        select Make(format, kind, seed));

    private static TestFrame Make(DicomPixelFormat format, int kind, int seed) => kind switch
    {
        0 => TestFrame.Noise(format, seed),
        1 => new(format, new byte[format.FrameLength]),
        2 => Runs(format, seed),
        _ => TestFrame.Smooth(format, seed),
    };

    private static TestFrame Runs(DicomPixelFormat format, int seed)
    {
        var random = new Random(seed);
        var samples = new byte[format.FrameLength];
        for (var i = 0; i < samples.Length;)
        {
            var length = Math.Min(random.Next(1, 300), samples.Length - i);
            samples.AsSpan(i, length).Fill((byte)random.Next(256));
            i += length;
        }

        return new(format, samples);
    }
}
