using EventDicom.Support;
using static EventDicom.Dicom.Tests.Files.SyntheticElements;

namespace EventDicom.Dicom.Tests.Files;

public sealed class ReadingABareDataSet
{
    [Theory]
    [InlineData(SyntheticInstance.ImplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ExplicitVRBigEndian)]
    [InlineData(SyntheticInstance.DeflatedExplicitVRLittleEndian)]
    public void reads_what_came_without_a_file_around_it(string syntax)
    {
        var instance = SyntheticInstance.Create() with { HasPreamble = false, HasFileMetaInfo = false, TransferSyntax = syntax };

        var dataset = DicomDataset.Read(instance.ToBytes(), DicomTransferSyntax.Lookup(syntax));

        dataset.Syntax.UID.ShouldBe(syntax);
        dataset.TryGetString(DicomTag.PatientID, out var id).ShouldBeTrue();
        id.ShouldBe("SYN1");
    }

    [Fact]
    public void reads_a_command_set()
    {
        byte[] command = [.. Implicit(DicomTag.CommandGroupLength, [10, 0, 0, 0]), .. Implicit(DicomTag.CommandField, [0x30, 0])];

        var dataset = DicomDataset.Read(command, DicomTransferSyntax.ImplicitVRLittleEndian);

        dataset.TryGetString(DicomTag.CommandField, out var field).ShouldBeTrue();
        field.ShouldBe("48");
    }

    [Fact]
    public void reads_no_bytes_as_no_elements() =>
        DicomDataset.Read(default, DicomTransferSyntax.ImplicitVRLittleEndian).Count.ShouldBe(0);

    [Fact]
    public void takes_the_syntax_at_its_word()
    {
        var instance = SyntheticInstance.Create() with { HasPreamble = false, HasFileMetaInfo = false };

        Should.Throw<DicomFileException>(() => DicomDataset.Read(instance.ToBytes(), DicomTransferSyntax.ImplicitVRLittleEndian));
    }
}
