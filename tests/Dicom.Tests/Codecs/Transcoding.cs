using System.Globalization;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Codecs;

public sealed class Transcoding
{
    private static readonly DicomTransferSyntax[] s_lossless =
    [
        DicomTransferSyntax.ImplicitVRLittleEndian, DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ExplicitVRBigEndian,
        DicomTransferSyntax.DeflatedExplicitVRLittleEndian, DicomTransferSyntax.RLELossless, DicomTransferSyntax.JPEGProcess14,
        DicomTransferSyntax.JPEGProcess14SV1, DicomTransferSyntax.JPEGLSLossless, DicomTransferSyntax.JPEG2000Lossless,
    ];

    private static readonly DicomTransferSyntax[] s_lossy =
    [
        DicomTransferSyntax.JPEGProcess1, DicomTransferSyntax.JPEGProcess2_4, DicomTransferSyntax.JPEGLSNearLossless,
        DicomTransferSyntax.JPEG2000Lossy,
    ];

    public static TheoryData<string, string> Matrix
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var from in s_lossless)
            {
                foreach (var to in s_lossless)
                    cases.Add(from.UID, to.UID);
            }

            return cases;
        }
    }

    public static TheoryData<string> LossySyntaxes => new(s_lossy.Select(syntax => syntax.UID));

    [NativeCodecsTheory]
    [MemberData(nameof(Matrix))]
    public void keeps_every_bit_from_each_lossless_syntax_to_each(string from, string to)
    {
        var target = DicomTransferSyntax.Lookup(to);
        foreach (var source in new[] { Gray(16, 12, false), Gray(16, 16, true), Gray(8, 8, false), Color() })
        {
            var start = Reopened(DicomTranscoder.Transcode(source, DicomTransferSyntax.Lookup(from)));

            var transcoding = DicomTranscoder.Transcode(start, target);
            var result = Reopened(transcoding);

            transcoding.PixelsChanged.ShouldBeFalse();
            result.TransferSyntax.ShouldBe(target);
            result.IsPartial.ShouldBeFalse();
            Text(result, DicomTag.SOPInstanceUID).ShouldBe(Text(source, DicomTag.SOPInstanceUID));
            Frames(result).ShouldBe(Frames(source));
        }
    }

    [NativeCodecsTheory]
    [MemberData(nameof(LossySyntaxes))]
    public void says_what_was_lost_and_makes_another_instance(string to)
    {
        var source = DicomFile.Open(Instance(TestFrame.Color(64, 48)).With(DicomTag.ImageType, @"ORIGINAL\PRIMARY")
            .With(DicomTag.LossyImageCompression, "00").ToBytes());

        var transcoding = DicomTranscoder.Transcode(source, DicomTransferSyntax.Lookup(to), lossyInstanceUid: "2.25.77");
        var result = Reopened(transcoding);

        transcoding.PixelsChanged.ShouldBeTrue();
        Text(result, DicomTag.SOPInstanceUID).ShouldBe("2.25.77");
        result.FileMetaInfo.TryGetString(DicomTag.MediaStorageSOPInstanceUID, out var declared).ShouldBeTrue();
        declared.ShouldBe("2.25.77");
        Text(result, DicomTag.LossyImageCompression).ShouldBe("01");
        Text(result, DicomTag.LossyImageCompressionMethod)
            .ShouldBe(to switch { "1.2.840.10008.1.2.4.81" => "ISO_14495_1", "1.2.840.10008.1.2.4.91" => "ISO_15444_1", _ =>
                "ISO_10918_1" });
        double.Parse(Text(result, DicomTag.LossyImageCompressionRatio), CultureInfo.InvariantCulture).ShouldBeGreaterThan(1.5);
        Text(result, DicomTag.ImageType).ShouldBe(@"DERIVED\PRIMARY");
        var photometric = Text(result, DicomTag.PhotometricInterpretation);
        photometric.ShouldBe(to switch { "1.2.840.10008.1.2.4.81" => "RGB", "1.2.840.10008.1.2.4.91" => "YBR_ICT", _ => "YBR_FULL_422" });

        var back = DicomTranscoder.Transcode(result, DicomTransferSyntax.ExplicitVRLittleEndian);
        back.PixelsChanged.ShouldBeFalse();
        Text(back.File, DicomTag.PhotometricInterpretation).ShouldBe("RGB");
        Text(back.File, DicomTag.SOPInstanceUID).ShouldBe("2.25.77");
        Text(back.File, DicomTag.LossyImageCompression).ShouldBe("01");
        Text(back.File, DicomTag.PlanarConfiguration).ShouldBe("0");
    }

    [NativeCodecsFact]
    public void remembers_what_was_lost_before()
    {
        var once = DicomTranscoder.Transcode(Gray(8, 8, false), DicomTransferSyntax.JPEGProcess1).File;
        var twice = DicomTranscoder.Transcode(once, DicomTransferSyntax.JPEG2000Lossy).File;

        Text(twice, DicomTag.LossyImageCompressionMethod).ShouldBe(@"ISO_10918_1\ISO_15444_1");
        Text(twice, DicomTag.LossyImageCompressionRatio).Split('\\').Length.ShouldBe(2);
        Text(twice, DicomTag.SOPInstanceUID).ShouldNotBe(Text(once, DicomTag.SOPInstanceUID));
    }

    [Fact]
    public void puts_each_frame_into_one_fragment_that_the_table_points_at()
    {
        var result = DicomTranscoder.Transcode(Gray(16, 12, false), DicomTransferSyntax.RLELossless).File;

        var fragments = result.Dataset.Find(DicomTag.PixelData).ShouldBeOfType<DicomFragmentSequence>();
        fragments.Fragments.Count.ShouldBe(4);
        var table = fragments.GetBytes(0).ToArray();
        BitConverter.ToUInt32(table, 0).ShouldBe(0u);
        BitConverter.ToUInt32(table, 4).ShouldBe((uint)fragments.Fragments[1].Length + 8);
        BitConverter.ToUInt32(table, 8).ShouldBe((uint)(fragments.Fragments[1].Length + fragments.Fragments[2].Length + 16));
        fragments.Fragments.ShouldAllBe(fragment => fragment.Length % 2 == 0);
    }

    [Fact]
    public void leaves_a_file_of_the_same_syntax_as_it_is()
    {
        var source = Gray(16, 12, false);

        DicomTranscoder.Transcode(source, DicomTransferSyntax.ExplicitVRLittleEndian)
            .ShouldBe(new DicomTranscoding(source, PixelsChanged: false));
    }

    [Fact]
    public void changes_only_the_syntax_of_a_data_set_without_pixels()
    {
        var source = DicomFile.Open(SyntheticInstance.Create().WithTransferSyntax(SyntheticInstance.ImplicitVRLittleEndian).ToBytes());

        DicomTranscoder.Transcode(source, DicomTransferSyntax.JPEGProcess1)
            .File.TransferSyntax.ShouldBe(DicomTransferSyntax.ExplicitVRLittleEndian);
        DicomTranscoder.Transcode(source, DicomTransferSyntax.JPEGProcess1).PixelsChanged.ShouldBeFalse();
        DicomTranscoder.Transcode(source, DicomTransferSyntax.ExplicitVRBigEndian)
            .File.TransferSyntax.ShouldBe(DicomTransferSyntax.ExplicitVRBigEndian);
    }

    [Fact]
    public void brings_planes_into_order_and_says_so()
    {
        var planar = Instance(TestFrame.Color(4, 2)).Without(DicomTag.PlanarConfiguration).With(DicomTag.PlanarConfiguration, "1");
        var source = DicomFile.Open(planar.ToBytes());

        var result = Reopened(DicomTranscoder.Transcode(source, DicomTransferSyntax.JPEGProcess14SV1));

        Text(result, DicomTag.PlanarConfiguration).ShouldBe("0");
        Frames(result).ShouldBe(Frames(source));
    }

    [Fact]
    public void takes_icons_along()
    {
        var source = DicomTranscoder.Transcode(Gray(8, 8, false), DicomTransferSyntax.RLELossless).File;
        var dataset = new DicomDatasetBuilder(source.Dataset);
        var icon = new DicomDatasetBuilder();
        foreach (var item in source.Dataset.AsEnumerable().Where(item => item.Tag.Group is 0x0028 or 0x7FE0))
            icon.AddOrUpdate(item);

        dataset.AddOrUpdate(new DicomSequence(DicomTag.IconImageSequence, [icon.Build()]));
        var withIcon = DicomFile.Create(dataset.Build(), DicomTransferSyntax.RLELossless);

        foreach (var target in new[] { DicomTransferSyntax.ImplicitVRLittleEndian, DicomTransferSyntax.JPEGProcess14SV1 })
        {
            var result = Reopened(DicomTranscoder.Transcode(withIcon, target));
            var there = result.Dataset.Find(DicomTag.IconImageSequence).ShouldBeOfType<DicomSequence>().Items.ShouldHaveSingleItem();
            there.Find(DicomTag.PixelData).ShouldBeOfType<DicomElement>().GetBytes().ToArray()
                .ShouldBe(Gray(8, 8, false).Dataset.Find(DicomTag.PixelData).ShouldBeOfType<DicomElement>().GetBytes().ToArray());
        }
    }

    [Fact]
    public void refuses_what_would_come_out_wrong()
    {
        var palette = DicomFile.Open(Instance(TestFrame.Gray(8, 8, 8, 8)).Without(DicomTag.PhotometricInterpretation)
            .With(DicomTag.PhotometricInterpretation, "PALETTE COLOR").ToBytes());

        foreach (var syntax in s_lossy)
            Should.Throw<DicomPixelDataException>(() => DicomTranscoder.Transcode(palette, syntax))
                .Reason.ShouldBe(DicomPixelDataError.Unsupported);

        Should.Throw<DicomPixelDataException>(() => DicomTranscoder.Transcode(Gray(16, 12, false), DicomTransferSyntax.JPEGProcess1))
            .Message.ShouldContain("12 bits");
        Should.Throw<DicomPixelDataException>(() => DicomTranscoder.Transcode(Gray(16, 16, false), DicomTransferSyntax.JPEGProcess2_4))
            .Message.ShouldContain("16 bits");
        Should.Throw<DicomPixelDataException>(() =>
            DicomTranscoder.Transcode(palette, DicomTransferSyntax.Lookup("1.2.840.10008.1.2.4.100")))
            .Reason.ShouldBe(DicomPixelDataError.Unsupported);
        DicomTranscoder.CanTranscodeTo(DicomTransferSyntax.Lookup("1.2.3")).ShouldBeFalse();
    }

    [Fact]
    public void refuses_a_file_that_lacks_frames_before_it_makes_room_for_them()
    {
        var short1 = SyntheticInstance.Create().WithEncapsulatedImage(DicomTransferSyntax.RLELossless.UID, 512, 512, [1, 2])
            .Without(DicomTag.NumberOfFrames).With(DicomTag.NumberOfFrames, "1000000");

        Should.Throw<DicomPixelDataException>(() =>
            DicomTranscoder.Transcode(DicomFile.Open(short1.ToBytes()), DicomTransferSyntax.ExplicitVRLittleEndian))
            .Reason.ShouldBe(DicomPixelDataError.Damaged);
    }

    /// <summary>Three frames of uneven size.</summary>
    private static DicomFile Gray(int allocated, int stored, bool isSigned) =>
        File([.. Enumerable.Range(1, 3).Select(seed => TestFrame.Gray(33, 17, allocated, stored, isSigned, seed))]);

    private static DicomFile Color() => File([.. Enumerable.Range(1, 3).Select(seed => TestFrame.Color(33, 17, seed: seed))]);

    private static DicomFile File(params TestFrame[] frames)
    {
        byte[] all = [.. frames.SelectMany(frame => frame.Samples)];
        var instance = frames[0].ToInstance().Without(DicomTag.PixelData)
            .With(DicomTag.NumberOfFrames, "IS", frames.Length.ToString(CultureInfo.InvariantCulture))
            .WithBytes(DicomTag.PixelData, frames[0].Format.BitsAllocated > 8 ? "OW" : "OB", all.Length % 2 == 0 ? all : [.. all, 0]);
        return DicomFile.Open(instance.ToBytes());
    }

    private static SyntheticInstance Instance(TestFrame frame) => frame.ToInstance();

    private static DicomFile Reopened(DicomTranscoding transcoding)
    {
        using var stream = new MemoryStream();
        transcoding.File.Save(stream);
        return DicomFile.Open(stream.ToArray());
    }

    private static byte[][] Frames(DicomFile file)
    {
        var pixels = DicomPixelData.Create(file);
        return [.. Enumerable.Range(0, pixels.NumberOfFrames).Select(frame => pixels.DecodeFrame(frame).Samples.ToArray())];
    }

    private static string Text(DicomFile file, DicomTag tag) => file.Dataset.TryGetString(tag, out var text) ? text : "";
}
