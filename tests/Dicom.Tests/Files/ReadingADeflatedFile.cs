using System.IO.Compression;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Files;

public sealed class ReadingADeflatedFile
{
    private const int Large = 20 << 20;

    private static readonly DicomTag s_comment = DicomTag.PatientComments;

    [Fact]
    public void reads_a_large_one_again_from_its_start_for_an_earlier_value()
    {
        var instance = Deflated(SyntheticInstance.Create()
            .WithBytes(new DicomTag(0x0009, 0x1001), "OB", [.. Enumerable.Range(0, 50_000).Select(i => (byte)i)])
            .WithPixelData(Large)
            .WithBytes(DicomTag.DataSetTrailingPadding, "OB", [9, 8]));

        var dataset = DicomFile.Open(instance.ToBytes()).Dataset;

        var end = new byte[3];
        var pixels = (DicomElement)dataset.Find(DicomTag.PixelData)!;
        pixels.Read(Large - 3, end).ShouldBe(3);
        end[2].ShouldBe(SyntheticDataset.PatternAt(Large - 1));
        pixels.IsInMemory.ShouldBeFalse();
        ((DicomElement)dataset.Find(new DicomTag(0x0009, 0x1001))!).GetBytes().Span[49_999].ShouldBe((byte)(49_999 & 0xFF));
        ((DicomElement)dataset.Find(DicomTag.DataSetTrailingPadding)!).GetBytes().ToArray().ShouldBe([9, 8]);
    }

    [Fact]
    public void refuses_one_that_inflates_beyond_the_bound()
    {
        var bomb = Deflated(SyntheticInstance.Create().WithPixelData(Large)).ToBytes();
        bomb.Length.ShouldBeLessThan(Large / 50);

        Should.Throw<DicomFileException>(() => DicomFile.Open(bomb, new DicomReadOptions { MaxInflatedSize = Large / 2 }))
            .Reason.ShouldBe(DicomFileError.TooLarge);
    }

    [Fact]
    public void holds_little_memory_whatever_comes_out()
    {
        var bomb = Deflated(SyntheticInstance.Create().WithPixelData(200 << 20)).ToBytes();
        DicomFile.Open(bomb);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var file = DicomFile.Open(bomb);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.ShouldBeLessThan(40 << 20);
        ((DicomElement)file.Dataset.Find(DicomTag.PixelData)!).Length.ShouldBe(200 << 20);
    }

    [Fact]
    public void keeps_what_could_be_inflated_of_pixels_that_are_cut()
    {
        var bytes = Deflated(SyntheticInstance.Create().WithPixelData(2 << 20)).ToBytes();

        var file = DicomFile.Open(bytes.AsMemory(0, bytes.Length - 1000));

        file.IsPartial.ShouldBeTrue();
        file.Dataset.TryGetString(DicomTag.PatientID, out var id).ShouldBeTrue();
        id.ShouldBe("SYN1");
        ((DicomElement)file.Dataset.Find(DicomTag.PixelData)!).Length.ShouldBeInRange(1, (2 << 20) - 1);
    }

    [Fact]
    public void refuses_one_that_is_damaged_before_its_pixels()
    {
        var noise = new byte[30_000];
        new Random(1).NextBytes(noise);
        var bytes = Deflated(SyntheticInstance.Create().WithBytes(s_comment, "LT", noise)).ToBytes();
        bytes.AsSpan(bytes.Length / 2, 2000).Fill(0xFF);

        Should.Throw<DicomFileException>(() => DicomFile.Open(bytes))
            .Reason.ShouldBeOneOf(DicomFileError.BadDeflate, DicomFileError.Truncated, DicomFileError.Malformed);
    }

    [Fact]
    public void refuses_bytes_that_are_no_deflate_stream()
    {
        byte[] bytes = [.. Head(), .. Enumerable.Repeat((byte)0xFF, 100)];

        Should.Throw<DicomFileException>(() => DicomFile.Open(bytes)).Reason.ShouldBe(DicomFileError.BadDeflate);
    }

    [Fact]
    public void reads_what_precedes_a_cut_between_elements()
    {
        var plain = SyntheticInstance.Create() with { HasPreamble = false, HasFileMetaInfo = false };
        using var deflated = new MemoryStream();
        deflated.Write(Head());
        using (var deflate = new DeflateStream(deflated, CompressionLevel.NoCompression, leaveOpen: true))
        {
            deflate.Write(plain.ToBytes());
            deflate.Flush();
            deflate.Write(new byte[60_000]);
        }

        var bytes = deflated.ToArray();
        var file = DicomFile.Open(bytes.AsMemory(0, bytes.Length - 60_010));

        file.Dataset.TryGetString(DicomTag.PatientID, out var id).ShouldBeTrue();
        id.ShouldBe("SYN1");
    }

    private static byte[] Head() => (SyntheticInstance.Create() with
    {
        Dataset = SyntheticDataset.Empty, DeclaredTransferSyntax = SyntheticInstance.DeflatedExplicitVRLittleEndian,
    }).ToBytes();

    private static SyntheticInstance Deflated(SyntheticInstance instance) =>
        instance.WithTransferSyntax(SyntheticInstance.DeflatedExplicitVRLittleEndian);
}
