using EventDicom.Dicom.Tests.Codecs;
using EventDicom.Support;
using Xunit.Abstractions;

namespace EventDicom.Dicom.Tests.Oracles;

/// <summary>Every frame of every sample file that DCMTK or GDCM decompresses has the same samples for us: exactly, or within two levels
/// where the syntax is lossy.</summary>
public sealed class AgreeingOnPixels(ITestOutputHelper output)
{
    // Of its 140 tiles those at the edges are smaller than the data set says. DCMTK gives them with what is left of other rows; we refuse
    // them
    private const string CutTiles = "multiframe.dcm";
    private const int NumberOfCutTiles = 23;

    public static TheoryData<string> Samples =>
        new(SharedData.FilesIn("dicom").Where(file => !file.EndsWith(".zip", StringComparison.Ordinal)));

    [SharedImagesTheory]
    [MemberData(nameof(Samples))]
    public void decodes_as_others_do(string sample)
    {
        var bytes = File.ReadAllBytes(SharedData.PathOf("dicom", sample));
        if (TryOpen(bytes) is not { } file || Theirs(bytes, ToolsFor(file.TransferSyntax)) is not { } theirs)
            return;

        var ours = DicomPixelData.Create(file);
        ours.NumberOfFrames.ShouldBe(theirs.NumberOfFrames);
        var refused = 0;
        for (var frame = 0; frame < ours.NumberOfFrames; frame++)
        {
            if (Decode(ours, frame, ref refused) is not { } mine)
                continue;

            var other = theirs.DecodeFrame(frame);
            mine.Samples.Length.ShouldBe(other.Samples.Length);
            if (file.TransferSyntax.IsLossy)
                LargestDifference(mine, other).ShouldBeLessThanOrEqualTo(2, $"frame {frame}");
            else
                mine.Samples.Span.SequenceEqual(other.Samples.Span).ShouldBeTrue($"frame {frame}");
        }

        refused.ShouldBe(Path.GetFileName(sample) == CutTiles ? NumberOfCutTiles : 0);
    }

    private DicomFrame? Decode(DicomPixelData pixels, int frame, ref int refused)
    {
        try
        {
            return pixels.DecodeFrame(frame);
        }
        catch (DicomCodecException e)
        {
            output.WriteLine($"{frame}: {e.Message}");
            refused++;
            return null;
        }
    }

    private static DicomFile? TryOpen(byte[] bytes)
    {
        try
        {
            return DicomFile.Open(bytes);
        }
        catch (DicomFileException)
        {
            return null;
        }
    }

    private static string[][] ToolsFor(DicomTransferSyntax syntax) => syntax.UID switch
    {
        _ when !syntax.IsEncapsulated => [["dcmconv", "+te"], ["gdcmconv", "--raw"]],
        "1.2.840.10008.1.2.5" => [["dcmdrle"], ["gdcmconv", "--raw"]],
        "1.2.840.10008.1.2.4.80" or "1.2.840.10008.1.2.4.81" => [["dcmdjpls"], ["gdcmconv", "--raw"]],
        "1.2.840.10008.1.2.4.90" or "1.2.840.10008.1.2.4.91" => [["gdcmconv", "--raw"]],
        _ => [["dcmdjpeg"], ["gdcmconv", "--raw"]],
    };

    private DicomPixelData? Theirs(byte[] bytes, string[][] tools)
    {
        foreach (var tool in tools)
        {
            try
            {
                var file = DicomFile.Open(ImageTools.Convert(bytes, tool[0], tool[1..]));
                if (!file.TransferSyntax.IsEncapsulated && file.Dataset.Find(DicomTag.PixelData) is DicomElement { Length: > 0 })
                {
                    output.WriteLine(string.Join(' ', tool));
                    return DicomPixelData.Create(file);
                }
            }
            catch (Exception e) when (e is InvalidOperationException or DicomFileException)
            {
                output.WriteLine(e.Message);
            }
        }

        return null;
    }

    private static int LargestDifference(DicomFrame one, DicomFrame other)
    {
        var a = one.Samples.Span;
        var b = other.Samples.Span;
        var largest = 0;
        var size = one.Format.BitsAllocated / 8;
        for (var i = 0; i < a.Length; i += size)
            largest = Math.Max(largest, Math.Abs(size == 1 ? a[i] - b[i] : BitConverter.ToInt16(a[i..]) - BitConverter.ToInt16(b[i..])));

        return largest;
    }
}
