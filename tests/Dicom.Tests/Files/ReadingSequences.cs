using EventDicom.Support;
using static EventDicom.Dicom.Tests.Files.SyntheticElements;

namespace EventDicom.Dicom.Tests.Files;

public sealed class ReadingSequences
{
    private static readonly SyntheticDataset s_inner = SyntheticDataset.Empty
        .With(DicomTag.ReferencedSOPInstanceUID, "UI", "1.2.3")
        .WithSequence(DicomTag.PurposeOfReferenceCodeSequence, SyntheticDataset.Empty.With(DicomTag.CodeValue, "SH", "C1"),
            SyntheticDataset.Empty);

    [Theory]
    [InlineData(SyntheticInstance.ImplicitVRLittleEndian, true)]
    [InlineData(SyntheticInstance.ImplicitVRLittleEndian, false)]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian, true)]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian, false)]
    [InlineData(SyntheticInstance.ExplicitVRBigEndian, true)]
    [InlineData(SyntheticInstance.ExplicitVRBigEndian, false)]
    [InlineData(SyntheticInstance.DeflatedExplicitVRLittleEndian, true)]
    public void reads_nested_items_with_and_without_lengths(string syntax, bool delimited)
    {
        var instance = SyntheticInstance.Create().WithTransferSyntax(syntax);
        instance = delimited
            ? instance.WithDelimitedSequence(DicomTag.ReferencedImageSequence, s_inner, s_inner)
            : instance.WithSequence(DicomTag.ReferencedImageSequence, s_inner, s_inner);

        var dataset = DicomFile.Open(instance.ToBytes()).Dataset;

        var items = Items(dataset, DicomTag.ReferencedImageSequence);
        items.Count.ShouldBe(2);
        Text(items[1], DicomTag.ReferencedSOPInstanceUID).ShouldBe("1.2.3");
        var codes = Items(items[1], DicomTag.PurposeOfReferenceCodeSequence);
        codes.Count.ShouldBe(2);
        Text(codes[0], DicomTag.CodeValue).ShouldBe("C1");
        codes[1].Count.ShouldBe(0);
        Text(dataset, DicomTag.SeriesInstanceUID).ShouldBe("2.25.1000.1.1.1");
    }

    [Fact]
    public void reads_a_sequence_without_items()
    {
        var dataset = DicomFile.Open(SyntheticInstance.Create()
            .WithSequence(DicomTag.ReferencedImageSequence).WithDelimitedSequence(DicomTag.ReferencedStudySequence).ToBytes()).Dataset;

        Items(dataset, DicomTag.ReferencedImageSequence).ShouldBeEmpty();
        Items(dataset, DicomTag.ReferencedStudySequence).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void reads_a_sequence_of_unknown_VR_as_implicit_little_endian(bool bigEndian)
    {
        var items = Item(Implicit(DicomTag.ReferencedSOPInstanceUID, "1.2.34"u8.ToArray())).Concat(SequenceEnd).ToArray();
        var instance = SyntheticInstance.Create()
            .WithTransferSyntax(bigEndian ? SyntheticInstance.ExplicitVRBigEndian : SyntheticInstance.ExplicitVRLittleEndian)
            .WithBytes(DicomTag.ReferencedImageSequence, "UN", items, Undefined);

        var dataset = DicomFile.Open(instance.ToBytes()).Dataset;

        dataset.Find(DicomTag.ReferencedImageSequence)!.VR.ShouldBe(DicomVR.SQ);
        var item = Items(dataset, DicomTag.ReferencedImageSequence).ShouldHaveSingleItem();
        item.Syntax.ShouldBe(DicomTransferSyntax.ImplicitVRLittleEndian);
        Text(item, DicomTag.ReferencedSOPInstanceUID).ShouldBe("1.2.34");
        Text(dataset, DicomTag.PatientID).ShouldBe("SYN1");
    }

    [Fact]
    public void takes_an_undefined_length_in_an_implicit_syntax_for_a_sequence_whatever_the_tag()
    {
        var items = Item(Implicit(DicomTag.CodeValue, "C1"u8.ToArray())).Concat(SequenceEnd).ToArray();
        var instance = SyntheticInstance.Create().WithTransferSyntax(SyntheticInstance.ImplicitVRLittleEndian)
            .WithBytes(new DicomTag(0x0009, 0x1001), "UN", items, Undefined);

        var dataset = DicomFile.Open(instance.ToBytes()).Dataset;

        Text(Items(dataset, new DicomTag(0x0009, 0x1001)).ShouldHaveSingleItem(), DicomTag.CodeValue).ShouldBe("C1");
    }

    [Fact]
    public void keeps_bytes_that_only_the_dictionary_takes_for_a_sequence()
    {
        var instance = SyntheticInstance.Create().WithTransferSyntax(SyntheticInstance.ImplicitVRLittleEndian)
            .WithBytes(DicomTag.ReferencedImageSequence, "UN", "no items here!"u8.ToArray());

        var element = DicomFile.Open(instance.ToBytes()).Dataset.Find(DicomTag.ReferencedImageSequence).ShouldBeOfType<DicomElement>();

        element.VR.ShouldBe(DicomVR.UN);
        element.Length.ShouldBe(14);
    }

    [Fact]
    public void believes_an_item_that_is_longer_than_its_sequence()
    {
        var item = Item(Explicit(DicomTag.CodeValue, "SH", "C1"));

        var dataset = Read(Explicit(DicomTag.ConceptCodeSequence, "SQ", item, declaredLength: 10));

        Text(Items(dataset, DicomTag.ConceptCodeSequence).ShouldHaveSingleItem(), DicomTag.CodeValue).ShouldBe("C1");
        Text(dataset, DicomTag.TextValue).ShouldBe("after");
    }

    [Fact]
    public void ends_an_item_where_its_sequence_ends()
    {
        var item = Item(Explicit(DicomTag.CodeValue, "SH", "C1"), Undefined);

        var dataset = Read(Explicit(DicomTag.ConceptCodeSequence, "SQ", item));

        Text(Items(dataset, DicomTag.ConceptCodeSequence).ShouldHaveSingleItem(), DicomTag.CodeValue).ShouldBe("C1");
        Text(dataset, DicomTag.TextValue).ShouldBe("after");
    }

    [Fact]
    public void ends_an_item_where_the_next_one_starts()
    {
        byte[] items = [.. Item(Explicit(DicomTag.CodeValue, "SH", "C1"), Undefined),
            .. Item(Explicit(DicomTag.CodeValue, "SH", "C2"), Undefined), .. SequenceEnd];

        var dataset = Read(Explicit(DicomTag.ConceptCodeSequence, "SQ", items, Undefined));

        Items(dataset, DicomTag.ConceptCodeSequence).Select(item => Text(item, DicomTag.CodeValue)).ShouldBe(["C1", "C2"]);
        Text(dataset, DicomTag.TextValue).ShouldBe("after");
    }

    [Fact]
    public void ignores_delimiters_that_end_nothing()
    {
        byte[] item = [.. Item([.. Explicit(DicomTag.CodeValue, "SH", "C1"), .. ItemEnd]), .. ItemEnd, .. SequenceEnd];

        var dataset = Read([.. Explicit(DicomTag.ConceptCodeSequence, "SQ", item), .. SequenceEnd, .. ItemEnd]);

        Text(Items(dataset, DicomTag.ConceptCodeSequence).ShouldHaveSingleItem(), DicomTag.CodeValue).ShouldBe("C1");
        Text(dataset, DicomTag.TextValue).ShouldBe("after");
    }

    [Fact]
    public void reads_fragments_in_a_private_element()
    {
        byte[] fragments = [.. Item([]), .. Item([1, 2, 3, 4]), .. SequenceEnd];

        var dataset = Read(Explicit(new DicomTag(0x0009, 0x1001), "OB", fragments, Undefined));

        var sequence = dataset.Find(new DicomTag(0x0009, 0x1001)).ShouldBeOfType<DicomFragmentSequence>();
        sequence.GetBytes(1).ToArray().ShouldBe([1, 2, 3, 4]);
        Text(dataset, DicomTag.TextValue).ShouldBe("after");
    }

    private static DicomDataset Read(byte[] element)
    {
        var head = SyntheticInstance.Create() with { Dataset = SyntheticDataset.Empty.With(DicomTag.SOPInstanceUID, "UI", "1.2") };
        return DicomFile.Open((byte[])[.. head.ToBytes(), .. element, .. Explicit(DicomTag.TextValue, "UT", "after ")]).Dataset;
    }

    private static IReadOnlyList<DicomDataset> Items(DicomDataset dataset, DicomTag tag) =>
        dataset.Find(tag).ShouldBeOfType<DicomSequence>().Items;

    private static string Text(DicomDataset dataset, DicomTag tag)
    {
        dataset.TryGetString(tag, out var value).ShouldBeTrue(tag.ToString());
        return value;
    }
}
