using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Files;

public sealed class ReadingAfterTheEnd
{
    [Fact]
    public void says_that_the_file_is_closed()
    {
        using var stream = new MemoryStream(SyntheticInstance.Create().With(DicomTag.TextValue, "UT", new string('x', 100)).ToBytes());
        var dataset = DicomFile.Open(stream, new DicomReadOptions { LargeElement = 50 }).Dataset;
        stream.Dispose();

        Should.Throw<DicomFileException>(() => dataset.TryGetString(DicomTag.TextValue, out _)).Reason.ShouldBe(DicomFileError.Closed);
        dataset.TryGetString(DicomTag.PatientID, out var id).ShouldBeTrue();
        id.ShouldBe("SYN1");
    }
}
