using System.Globalization;
using EventDicom.Dicom.Tests.Fuzz;
using EventDicom.Support;
using Xunit.Abstractions;

namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>
/// Decodes damaged streams of every codec. EVENTDICOM_FUZZ_RUNS and EVENTDICOM_FUZZ_FIRST mean the same as for damaged files: a failure
/// names its seed.
/// </summary>
public sealed class SurvivingDamagedFrames(ITestOutputHelper output)
{
    private const int UsualRuns = 20_000;

    private static readonly TimeSpan s_mostTime = TimeSpan.FromSeconds(5);

    private static readonly (DicomTransferSyntax Syntax, DicomPixelFormat Format, byte[] Stream)[] s_sound = [.. Make()];

    [Fact]
    public void gives_nothing_but_its_own_error_in_bounded_time_and_memory()
    {
        var first = Setting("EVENTDICOM_FUZZ_FIRST", 0);
        var results = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var slowest = TimeSpan.Zero;
        for (var seed = first; seed < first + Setting("EVENTDICOM_FUZZ_RUNS", UsualRuns); seed++)
        {
            var random = new Random(seed);
            var (syntax, format, stream) = s_sound[random.Next(s_sound.Length)];
            var damaged = Damage(stream, random);
            var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            var start = ProcessorTime.OfThisThread();

            var result = Decode(syntax, damaged, format, seed);

            var time = ProcessorTime.OfThisThread() - start;
            time.ShouldBeLessThan(s_mostTime, Name(seed));
            (GC.GetAllocatedBytesForCurrentThread() - allocatedBefore)
                .ShouldBeLessThan((16 * format.FrameLength) + (4 * damaged.Length) + (1 << 18), Name(seed));
            slowest = time > slowest ? time : slowest;
            results[result] = results.GetValueOrDefault(result) + 1;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"slowest {slowest.TotalMilliseconds:F1} ms"));
        foreach (var (result, count) in results)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} {result}"));
    }

    [Fact]
    public void refuses_a_stream_that_ends_anywhere_before_its_image_does()
    {
        foreach (var (syntax, format, stream) in s_sound.Where(sound =>
            sound.Syntax != DicomTransferSyntax.EncapsulatedUncompressedExplicitVRLittleEndian))
        {
            // A JPEG image may be complete without its last marker, an RLE segment without its padding, a deflated one without its end.
            for (var length = 0; length < stream.Length - 4; length++)
                Should.Throw<DicomCodecException>(() => TestFrame.Decode(syntax, stream[..length], format),
                    string.Create(CultureInfo.InvariantCulture, $"{syntax} {length}"));
        }
    }

    [Fact]
    public void refuses_a_frame_of_another_size_or_depth_before_it_makes_room_for_it()
    {
        foreach (var (syntax, format, stream) in s_sound)
        {
            var declared = format with { Width = 65535, Height = 65535 };
            var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            var samples = new byte[format.FrameLength];
            Should.Throw<DicomCodecException>(() => DicomCodecs.Find(syntax)!.Decode(stream, declared, samples));
            Should.Throw<DicomCodecException>(() =>
                TestFrame.Decode(syntax, stream, format with { Height = format.Height * 70 }), syntax.UID);
            if (DicomCodecs.Find(syntax) is RleCodec or JpegCodec)
                Should.Throw<DicomCodecException>(() =>
                    TestFrame.Decode(syntax, stream, format with { SamplesPerPixel = 4 - format.SamplesPerPixel }), syntax.UID);

            (GC.GetAllocatedBytesForCurrentThread() - allocatedBefore).ShouldBeLessThan(200 * format.FrameLength, syntax.UID);
        }
    }

    private static byte[] Damage(byte[] stream, Random random)
    {
        switch (random.Next(12))
        {
            case 0:
                return stream[..random.Next(stream.Length)];
            case 1:
                var noise = new byte[random.Next(300)];
                random.NextBytes(noise);
                return [.. stream.AsSpan(0, random.Next(Math.Min(80, stream.Length))), .. noise];
            default:
                return Mutation.Of(stream, random);
        }
    }

    private static string Decode(DicomTransferSyntax syntax, byte[] stream, DicomPixelFormat declared, int seed)
    {
        try
        {
            TestFrame.Decode(syntax, stream, declared);
            return "decoded";
        }
        catch (DicomCodecException error)
        {
            return new([.. error.Message.Where(character => !char.IsDigit(character))]);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(Name(seed), error);
        }
    }

    private static IEnumerable<(DicomTransferSyntax Syntax, DicomPixelFormat Format, byte[] Stream)> Make()
    {
        TestFrame[] frames = [TestFrame.Gray(37, 21, 8, 8), TestFrame.Gray(37, 21, 16, 12), TestFrame.Color(35, 21),
            TestFrame.Gray(37, 21, 16, 16)];
        DicomTransferSyntax[] lossless =
        [
            DicomTransferSyntax.RLELossless, DicomTransferSyntax.JPEGProcess14, DicomTransferSyntax.JPEGProcess14SV1,
            DicomTransferSyntax.DeflatedImageFrameCompression, DicomTransferSyntax.EncapsulatedUncompressedExplicitVRLittleEndian,
        ];
        foreach (var frame in frames)
        {
            foreach (var syntax in lossless)
                yield return Encoded(frame, syntax);

            if (frame.Format.BitsStored <= 12)
                yield return Encoded(frame, frame.Format.BitsStored == 8
                    ? DicomTransferSyntax.JPEGProcess1 : DicomTransferSyntax.JPEGProcess2_4);
        }

        yield return (DicomTransferSyntax.JPEGProcess2_4, TestFrame.Describe(20, 20, 1, 8, 8, isSigned: false, "MONOCHROME2"),
            JpegStreams.GrayProgressive);
        yield return (DicomTransferSyntax.JPEGProcess1, TestFrame.Describe(20, 20, 3, 8, 8, isSigned: false, "YBR_FULL_422"),
            JpegStreams.ColorProgressive);
    }

    private static (DicomTransferSyntax, DicomPixelFormat, byte[]) Encoded(TestFrame frame, DicomTransferSyntax syntax)
    {
        var (format, stream) = frame.Encode(syntax);
        return (syntax, format, stream);
    }

    private static string Name(int seed) => string.Create(CultureInfo.InvariantCulture, $"seed {seed}");

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        ? value : usual;
}
