using EventDicom.Dicom;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Scu;
using EventDicom.Support;

namespace EventDicom.Dimse.Tests.Scu;

public sealed class PreparingToSend
{
    private const string Jpeg = "1.2.840.10008.1.2.4.50";
    private const string Explicit = DicomUID.ExplicitVRLittleEndian, Implicit = DicomUID.ImplicitVRLittleEndian;

    [Fact]
    public void proposes_each_class_in_its_own_syntax_and_in_those_it_could_be_brought_to()
    {
        var contexts = StoreContexts.Of([("1.1", Jpeg), ("1.1", Explicit), ("1.2", Implicit)], Explicit);

        contexts.Select(context => (context.AbstractSyntax, context.TransferSyntaxes.Single()))
            .ShouldBe([("1.1", Jpeg), ("1.1", Explicit), ("1.1", Implicit), ("1.2", Implicit), ("1.2", Explicit)]);
        contexts.Select(context => (int)context.Id).ShouldBe([1, 3, 5, 7, 9]);
    }

    [Fact]
    public void proposes_no_more_contexts_than_there_can_be()
    {
        var contexts = StoreContexts.Of(Enumerable.Range(0, 100).Select(number => ($"1.{number}", Jpeg)), Explicit);

        contexts.Count.ShouldBe(128);
        contexts.Select(context => context.Id).ShouldBeUnique();
        contexts[0].AbstractSyntax.ShouldBe("1.0");
    }

    [Theory]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ImplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ExplicitVRBigEndian)]
    [InlineData(SyntheticInstance.DeflatedExplicitVRLittleEndian)]
    public void finds_where_the_data_set_of_a_file_begins(string syntax)
    {
        var bytes = SyntheticInstance.Create().WithTransferSyntax(syntax).ToBytes();
        using var file = new MemoryStream(bytes);

        SentDataSets.SeekDataSet(file, DicomTransferSyntax.Lookup(syntax)).ShouldBeTrue();

        file.Position.ShouldBe(144 + BitConverter.ToInt32(bytes, 140));
    }

    [Fact]
    public void does_not_trust_a_file_that_is_in_another_syntax_or_does_not_say_how_long_its_head_is()
    {
        var instance = SyntheticInstance.Create();
        foreach (var bytes in (byte[][])
            [
                (instance with { TransferSyntax = SyntheticInstance.ImplicitVRLittleEndian,
                    DeclaredTransferSyntax = SyntheticInstance.ExplicitVRLittleEndian }).ToBytes(),
                (instance with { HasPreamble = false }).ToBytes(), (instance with { HasFileMetaInfo = false }).ToBytes(),
                (instance with { GroupLengthError = -20 }).ToBytes(), (instance with { GroupLengthError = 1_000_000 }).ToBytes(),
                [], new byte[200],
            ])
        {
            using var file = new MemoryStream(bytes);
            SentDataSets.SeekDataSet(file, DicomTransferSyntax.ExplicitVRLittleEndian).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(DimseStatus.Success, true)]
    [InlineData((DimseStatus)0xB000, true)]
    [InlineData((DimseStatus)0xB006, true)]
    [InlineData((DimseStatus)0xB007, true)]
    [InlineData((DimseStatus)0x0111, true)]
    [InlineData((DimseStatus)0xA700, false)]
    [InlineData((DimseStatus)0xA900, false)]
    [InlineData((DimseStatus)0xC000, false)]
    [InlineData((DimseStatus)0x0122, false)]
    public void knows_which_statuses_say_that_the_peer_has_the_instance(DimseStatus status, bool hasIt) =>
        InstanceSending.HasIt(status).ShouldBe(hasIt);
}
