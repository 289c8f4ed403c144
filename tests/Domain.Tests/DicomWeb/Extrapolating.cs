using EventDicom.Dicom;
using EventDicom.Domain.DicomWeb;

namespace EventDicom.Domain.Tests.DicomWeb;

/// <summary>What few instances of a series say of all.</summary>
public sealed class Extrapolating
{
    [Theory]
    [InlineData(0)]
    [InlineData(1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(3, 1, 2, 3)]
    [InlineData(4, 1, 2, 4)]
    [InlineData(100, 1, 64, 100)]
    public void takes_the_first_the_last_and_one_between_them(int count, params int[] taken)
    {
        var sample = new SeriesSample<string>();
        for (var number = 1; number <= count; number++) sample.Add($"{number}");
        sample.Members.ShouldBe(taken.Select(number => $"{number}"));
    }

    [Fact]
    public void tells_what_all_of_them_have_alike()
    {
        DicomTag[] tags = [DicomTag.Rows, DicomTag.PixelSpacing, DicomTag.WindowCenter, DicomTag.SliceThickness];
        var common = Extrapolation.Of(
            [Of((DicomTag.Rows, "512"), (DicomTag.PixelSpacing, @"1\1"), (DicomTag.WindowCenter, "40"), (DicomTag.PatientID, "P")),
            Of((DicomTag.Rows, "512"), (DicomTag.PixelSpacing, @"1\2"), (DicomTag.PatientID, "P"))], tags);

        common.Select(item => item.Tag).ShouldBe([DicomTag.Rows]);
        common.TryGetString(DicomTag.Rows, out var rows).ShouldBeTrue();
        rows.ShouldBe("512");
    }

    [Fact]
    public void knows_nothing_of_files_that_cannot_be_read() => Extrapolation.Of([], [DicomTag.Rows]).ShouldBeEmpty();

    private static DicomDataset Of(params (DicomTag Tag, string Value)[] values)
    {
        var builder = new DicomDatasetBuilder(encoding: DicomEncoding.Utf8);
        foreach (var (tag, value) in values) builder.AddOrUpdate(tag, value);
        return builder.Build();
    }
}
