using System.Globalization;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>What is reckoned before the work must be enough for it: whatever waits for room relies on that.</summary>
public sealed class ReckoningMemory
{
    // Streams, tables, elements: what does not grow with the frame.
    private const long Slack = 256 * 1024;

    private const int Side = 700;

    [NativeCodecsTheory]
    [InlineData("1.2.840.10008.1.2.5")]
    [InlineData("1.2.840.10008.1.2.4.57")]
    [InlineData("1.2.840.10008.1.2.4.70")]
    [InlineData("1.2.840.10008.1.2.4.50")]
    [InlineData("1.2.840.10008.1.2.4.80")]
    [InlineData("1.2.840.10008.1.2.4.90")]
    public void of_a_transcoder_is_enough_for_it(string syntax)
    {
        var target = DicomTransferSyntax.Lookup(syntax);
        foreach (var frame in new[] { TestFrame.Gray(Side, Side, 8, 8, false, 1), TestFrame.Gray(Side, Side, 16, 12, false, 1),
            TestFrame.Color(Side, Side) })
        {
            if (target.IsLossy && frame.Format.BitsStored > 8) continue;
            var source = DicomFile.Open(frame.ToInstance().ToBytes());
            var compressed = Enough(() => DicomTranscoder.MemoryFor(source, target), () => DicomTranscoder.Transcode(source, target)).File;
            using var saved = new MemoryStream();
            compressed.Save(saved);
            saved.Position = 0;
            var reopened = DicomFile.Open(saved);

            var pixels = DicomPixelData.Create(reopened);
            Enough(() => pixels.DecodingMemory, () => pixels.DecodeFrame(0));
            Enough(() => pixels.ReadingMemory, () => pixels.ReadFrame(0));
            Enough(() => DicomTranscoder.MemoryFor(reopened, DicomTransferSyntax.ExplicitVRLittleEndian),
                () => DicomTranscoder.Transcode(reopened, DicomTransferSyntax.ExplicitVRLittleEndian));
        }
    }

    [Fact]
    public void of_views_is_enough_for_them()
    {
        foreach (var (frame, photometric) in new[]
        {
            (TestFrame.Gray(Side, Side, 8, 8, false, 1), "MONOCHROME2"), (TestFrame.Gray(Side, Side, 16, 12, true, 1), "MONOCHROME1"),
            (TestFrame.Color(Side, Side), "RGB"), (TestFrame.Color(Side, Side), "YBR_FULL"),
        })
        {
            using var saved = new MemoryStream(frame.ToInstance().With(DicomTag.PhotometricInterpretation, "CS", photometric).ToBytes());
            var file = DicomFile.Open(saved);
            var pixels = DicomPixelData.Create(file);
            var decoded = Enough(() => pixels.DecodingMemory, () => pixels.DecodeFrame(0));
            var image = Enough(() => DicomImage.MemoryFor(pixels.Format), () => DicomImage.Of(decoded, file.Dataset, 0));
            Enough(() => DicomImage.MemoryForValues(pixels.Format), () => image.Values(rescale: true));
            Enough(() => DicomImage.MemoryForValues(pixels.Format), () => image.Values(rescale: false));
        }
    }

    [Fact]
    public void counts_all_frames_that_are_there_and_none_that_is_not()
    {
        var one = Of(frames: 1, declared: 1);

        Of(frames: 10, declared: 10).ShouldBe(one + (9L * Side * Side));
        Of(frames: 10, declared: 1_000_000_000).ShouldBe(one + (9L * Side * Side));

        static long Of(int frames, int declared)
        {
            var instance = SyntheticInstance.Create().WithImage(Side, Side, bits: 8, frames)
                .With(DicomTag.NumberOfFrames, "IS", declared.ToString(CultureInfo.InvariantCulture));
            return DicomTranscoder.MemoryFor(DicomFile.Open(instance.ToBytes()), DicomTransferSyntax.RLELossless);
        }
    }

    [Fact]
    public void is_nothing_where_no_pixel_is_touched()
    {
        var file = DicomFile.Open(SyntheticInstance.Create().WithImage(Side, Side).ToBytes());
        DicomTranscoder.MemoryFor(file, DicomTransferSyntax.ImplicitVRLittleEndian).ShouldBe(0);
        DicomTranscoder.MemoryFor(file, file.TransferSyntax).ShouldBe(0);
        DicomTranscoder.MemoryFor(DicomFile.Open(SyntheticInstance.Create().ToBytes()), DicomTransferSyntax.RLELossless).ShouldBe(0);
    }

    // The second time, when everything is compiled and pools are filled; what libraries of their own take is not seen here.
    private static T Enough<T>(Func<long> reckoned, Func<T> work)
    {
        work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = work();
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        taken.ShouldBeLessThanOrEqualTo(reckoned() + Slack);
        return result;
    }
}
