using EventDicom.Support;
using static EventDicom.Dicom.Tests.Files.SyntheticElements;

namespace EventDicom.Dicom.Tests.Files;

/// <summary>Sequences that came as UN with a length (PS3.5 section 6.2.2).</summary>
public sealed class ReadingUnknownSequences
{
    private static readonly DicomTag s_known = DicomTag.ReferencedImageSequence;
    private static readonly DicomTag s_private = new(0x0009, 0x1001);
    private static readonly byte[] s_implicitItem =
        Item([.. Implicit(DicomTag.PatientID, "IN"u8.ToArray()), .. Implicit(new(0x0009, 0x1101), "x "u8.ToArray())]);

    [Theory]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ExplicitVRBigEndian)]
    [InlineData(SyntheticInstance.DeflatedExplicitVRLittleEndian)]
    public void reads_what_the_dictionary_knows_for_a_sequence(string syntax)
    {
        var dataset = Read(SyntheticInstance.Create().WithTransferSyntax(syntax)
            .WithBytes(s_known, "UN", [.. s_implicitItem, .. s_implicitItem]));

        var items = Items(dataset, s_known);
        items.Count.ShouldBe(2);
        items[1].Syntax.ShouldBe(DicomTransferSyntax.ImplicitVRLittleEndian);
        Text(items[1], DicomTag.PatientID).ShouldBe("IN");
        Text(dataset, DicomTag.SeriesInstanceUID).ShouldBe("2.25.1000.1.1.1");
    }

    [Theory]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ImplicitVRLittleEndian)]
    public void reads_what_no_dictionary_knows_where_all_of_it_is_items(string syntax) =>
        Text(Items(Read(SyntheticInstance.Create().WithTransferSyntax(syntax).WithBytes(s_private, "UN", s_implicitItem)), s_private)
            .ShouldHaveSingleItem(), DicomTag.PatientID).ShouldBe("IN");

    [Fact]
    public void reads_one_within_another()
    {
        var inner = Item(Implicit(s_private, Item(Implicit(s_known, s_implicitItem))));
        var outer = Items(Read(SyntheticInstance.Create().WithBytes(s_known, "UN", inner)), s_known).ShouldHaveSingleItem();
        Text(Items(Items(outer, s_private).ShouldHaveSingleItem(), s_known).ShouldHaveSingleItem(), DicomTag.PatientID).ShouldBe("IN");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void reads_items_in_explicit_little_endian_too(bool delimited)
    {
        var item = Item(Explicit(DicomTag.PatientID, "LO", "IN"));
        byte[] value = delimited ? [.. item, .. SequenceEnd] : item;
        var dataset = Read(SyntheticInstance.Create().WithBytes(s_known, "UN", value, delimited ? Undefined : null));

        Text(Items(dataset, s_known).ShouldHaveSingleItem(), DicomTag.PatientID).ShouldBe("IN");
        Text(dataset, DicomTag.PatientID).ShouldBe("SYN1");
    }

    [Fact]
    public void reads_an_empty_one_as_a_sequence_without_items() =>
        Items(Read(SyntheticInstance.Create().WithBytes(s_known, "UN", [])), s_known).ShouldBeEmpty();

    public static TheoryData<string, byte[]> NoItems => new()
    {
        { "text", "no items here!"u8.ToArray() },
        { "an item that is cut", s_implicitItem[..^2] },
        { "an item and something else", [.. s_implicitItem, 1, 2, 3, 4, 5, 6, 7, 8] },
        { "an item that is longer than the sequence", Item([], 100) },
        { "an item of undefined length that lacks its end", [.. Item([], Undefined), 1, 2, 3, 4] },
        { "a delimiter alone", SequenceEnd },
    };

    [Theory]
    [MemberData(nameof(NoItems))]
    public void keeps_all_else_as_bytes(string what, byte[] value)
    {
        foreach (var tag in new[] { s_known, s_private })
        {
            var dataset = Read(SyntheticInstance.Create().WithBytes(tag, "UN", value));

            var element = dataset.Find(tag).ShouldBeOfType<DicomElement>(what);
            element.VR.ShouldBe(DicomVR.UN);
            element.GetBytes().ToArray().ShouldBe(value);
            Text(dataset, DicomTag.SeriesInstanceUID).ShouldBe("2.25.1000.1.1.1");
            dataset.IsOpaque(element).ShouldBe(tag == s_known || value.AsSpan().StartsWith(s_implicitItem.AsSpan(0, 4)), what);
        }
    }

    [Fact]
    public void believes_the_dictionary_that_an_element_is_no_sequence()
    {
        var dataset = Read(SyntheticInstance.Create().WithBytes(DicomTag.PatientComments, "UN", s_implicitItem)
            .With(new(0x0029, 0x0010), "LO", "SIEMENS CSA HEADER").WithBytes(new(0x0029, 0x1010), "UN", s_implicitItem));

        dataset.Find(DicomTag.PatientComments).ShouldBeOfType<DicomElement>();
        dataset.Find(new(0x0029, 0x1010)).ShouldBeOfType<DicomElement>();
    }

    [Fact]
    public void stays_within_its_bounds()
    {
        var deep = s_implicitItem;
        for (var i = 0; i < 300; i++) deep = Item(Implicit(s_private, deep));
        var dataset = Read(SyntheticInstance.Create().WithBytes(s_private, "UN", deep));
        dataset.Find(s_private).ShouldNotBeNull();

        byte[] many = [.. Enumerable.Range(0, 2000).SelectMany(_ => Item([]))];
        var options = new DicomReadOptions { MaxElements = 1000 };
        DicomFile.Open(SyntheticInstance.Create().WithBytes(s_private, "UN", many).ToBytes(), options).Dataset.Find(s_private)
            .ShouldBeOfType<DicomElement>();
    }

    [Fact]
    public void does_not_try_for_ever()
    {
        // Thousands of elements that look like sequences, and are none
        var hostile = Enumerable.Range(0x1000, 0x7000).Aggregate(new List<byte>(), (bytes, element) =>
        {
            bytes.AddRange(Explicit(new DicomTag(0x0009, (ushort)element), "UN", [.. Item([1, 2]), 0, 0]));
            return bytes;
        });
        var head = SyntheticInstance.Create() with { Dataset = SyntheticDataset.Empty.With(DicomTag.SOPInstanceUID, "UI", "1.2") };
        var start = ProcessorTime.OfThisThread();

        DicomFile.Open((byte[])[.. head.ToBytes(), .. hostile]).Dataset.Count.ShouldBe(0x7001);

        (ProcessorTime.OfThisThread() - start).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ExplicitVRBigEndian)]
    [InlineData(SyntheticInstance.ImplicitVRLittleEndian)]
    public void is_written_as_a_sequence_of_the_file_s_own_syntax(string syntax)
    {
        var file = DicomFile.Open(SyntheticInstance.Create().WithTransferSyntax(syntax)
            .WithBytes(s_known, "UN", Item([.. Implicit(DicomTag.PatientID, "IN"u8.ToArray()), .. Implicit(DicomTag.Rows, [2, 1])]))
            .ToBytes());
        using var saved = new MemoryStream();
        file.Save(saved);

        var item = Items(DicomFile.Open(saved.ToArray()).Dataset, s_known).ShouldHaveSingleItem();

        item.Syntax.ShouldBe(DicomTransferSyntax.Lookup(syntax));
        Text(item, DicomTag.PatientID).ShouldBe("IN");
        Text(item, DicomTag.Rows).ShouldBe("258");
    }

    // Read from memory and from a stream, with the same result
    private static DicomDataset Read(SyntheticInstance instance)
    {
        var bytes = instance.ToBytes();
        var dataset = DicomFile.Open(bytes).Dataset;
        Flattened.Of(DicomFile.Open(new MemoryStream(bytes), new DicomReadOptions { LargeElement = 4 }).Dataset)
            .ShouldBe(Flattened.Of(dataset));
        return dataset;
    }

    private static IReadOnlyList<DicomDataset> Items(DicomDataset dataset, DicomTag tag) =>
        dataset.Find(tag).ShouldBeOfType<DicomSequence>().Items;

    private static string Text(DicomDataset dataset, DicomTag tag)
    {
        dataset.TryGetString(tag, out var value).ShouldBeTrue(tag.ToString());
        return value;
    }
}
