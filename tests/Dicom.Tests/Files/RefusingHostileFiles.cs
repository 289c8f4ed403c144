using EventDicom.Support;
using static EventDicom.Dicom.Tests.Files.SyntheticElements;

namespace EventDicom.Dicom.Tests.Files;

public sealed class RefusingHostileFiles
{
    private static readonly byte[] s_head =
        (SyntheticInstance.Create() with { Dataset = SyntheticDataset.Empty.With(DicomTag.SOPInstanceUID, "UI", "1.2") }).ToBytes();

    public static TheoryData<string, byte[]> NotDicom => new()
    {
        { "text", "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor"u8.ToArray() },
        { "JSON", "{\"PatientID\": \"1\"}"u8.ToArray() },
        { "zip", [(byte)'P', (byte)'K', 3, 4, .. new byte[200]] },
        { "zeros", new byte[4000] },
        { "ones", [.. Enumerable.Repeat((byte)0xFF, 4000)] },
        { "one byte", [8] },
        { "seven bytes", [8, 0, 5, 0, (byte)'C', (byte)'S', 0] },
    };

    [Fact]
    public void refuses_an_empty_file()
    {
        Reason([]).ShouldBe(DicomFileError.Empty);
        Should.Throw<DicomFileException>(() => DicomFile.Open(new MemoryStream())).Reason.ShouldBe(DicomFileError.Empty);
    }

    [Theory]
    [MemberData(nameof(NotDicom))]
    public void refuses_what_is_no_DICOM(string what, byte[] bytes) => Reason(bytes).ShouldBe(DicomFileError.NotDicom, what);

    [Theory]
    [InlineData("LO", 100u)]
    [InlineData("OB", 100u)]
    [InlineData("OB", 0x7FFFFFFFu)]
    [InlineData("OB", 0xFFFFFFFEu)]
    [InlineData("SQ", 0xFFFFFFFEu)]
    public void refuses_a_length_past_the_end(string vr, uint length) =>
        Reason([.. s_head, .. Explicit(new DicomTag(0x0009, 0x1001), vr, [1, 2], length)]).ShouldBe(DicomFileError.Truncated);

    [Fact]
    public void refuses_a_length_past_the_end_of_the_item()
    {
        var item = Item(Explicit(DicomTag.CodeValue, "SH", "C1"u8.ToArray(), declaredLength: 12));

        Reason([.. s_head, .. Explicit(DicomTag.ConceptCodeSequence, "SQ", item),
            .. Explicit(DicomTag.TextValue, "UT", "a long text that follows")])
            .ShouldBe(DicomFileError.Malformed);
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(1_000_000, true)]
    [InlineData(10_000, false)]
    [InlineData(1_000_000, false)]
    public void refuses_nesting_that_is_too_deep(int depth, bool explicitVR)
    {
        var level = explicitVR
            ? (byte[])[.. Explicit(DicomTag.ConceptCodeSequence, "SQ", [], Undefined), .. Item([], Undefined)]
            : [.. Implicit(DicomTag.ConceptCodeSequence, [], Undefined), .. Item([], Undefined)];
        var file = new byte[s_head.Length + (level.Length * depth)];
        var head = explicitVR ? s_head
            : (SyntheticInstance.Create() with { Dataset = SyntheticDataset.Empty,
                TransferSyntax = SyntheticInstance.ImplicitVRLittleEndian }).ToBytes();
        head.CopyTo(file, 0);
        for (var i = 0; i < depth; i++)
            level.CopyTo(file, head.Length + (i * level.Length));

        Reason(file.AsMemory(0, head.Length + (level.Length * depth))).ShouldBe(DicomFileError.TooDeep);
    }

    [Fact]
    public void reads_nesting_up_to_the_bound()
    {
        byte[] nested = [];
        for (var i = 0; i < 128; i++)
            nested = Explicit(DicomTag.ConceptCodeSequence, "SQ", Item(nested));

        DicomFile.Open((byte[])[.. s_head, .. nested]).Dataset.Contains(DicomTag.ConceptCodeSequence).ShouldBeTrue();
        Reason([.. s_head, .. Explicit(DicomTag.ConceptCodeSequence, "SQ", Item(nested))]).ShouldBe(DicomFileError.TooDeep);
    }

    [Fact]
    public void refuses_items_without_end()
    {
        byte[] items = [.. Enumerable.Repeat(Item([]), 1000).SelectMany(item => item)];

        Reason([.. s_head, .. Explicit(DicomTag.ConceptCodeSequence, "SQ", items, Undefined)]).ShouldBe(DicomFileError.Truncated);
    }

    [Theory]
    [InlineData("items")]
    [InlineData("elements")]
    [InlineData("fragments")]
    public void refuses_more_parts_than_the_bound(string what)
    {
        var part = what == "elements" ? Explicit(DicomTag.CodeValue, "SH", "") : Item([]);
        byte[] parts = [.. Enumerable.Repeat(part, 500).SelectMany(bytes => bytes)];
        byte[] file = what switch
        {
            "items" => [.. s_head, .. Explicit(DicomTag.ConceptCodeSequence, "SQ", parts)],
            "fragments" => [.. s_head, .. Explicit(DicomTag.PixelData, "OB", [.. parts, .. SequenceEnd], Undefined)],
            _ => [.. s_head, .. parts],
        };

        DicomFile.Open(file);
        Should.Throw<DicomFileException>(() => DicomFile.Open(file, new DicomReadOptions { MaxElements = 400 }))
            .Reason.ShouldBe(DicomFileError.TooLarge);
    }

    [Fact]
    public void refuses_a_header_that_is_cut_anywhere()
    {
        var bytes = SyntheticInstance.Create()
            .WithSequence(DicomTag.ReferencedImageSequence, SyntheticDataset.Empty.With(DicomTag.ReferencedSOPInstanceUID, "UI", "1.2.3"))
            .WithDelimitedSequence(DicomTag.ConceptCodeSequence, SyntheticDataset.Empty.With(DicomTag.CodeValue, "SH", "C1")).ToBytes();
        var whole = Flattened.Of(DicomFile.Open(bytes).Dataset);

        for (var length = 0; length < bytes.Length; length++)
        {
            try
            {
                // Cut between two elements of the first level: nobody can tell that something is missing
                Flattened.Of(DicomFile.Open(bytes.AsMemory(0, length)).Dataset)
                    .ShouldBe(whole.Take(Flattened.Of(DicomFile.Open(bytes.AsMemory(0, length)).Dataset).Count));
            }
            catch (DicomFileException error)
            {
                error.Reason.ShouldBeOneOf(DicomFileError.Truncated, DicomFileError.NotDicom, DicomFileError.Empty);
            }
        }
    }

    [Fact]
    public void reads_a_million_elements_of_one_group_in_seconds_however_they_are_ordered()
    {
        // Each private element asks who reserved its block, and all are out of order
        var block = new List<byte>();
        block.AddRange((SyntheticInstance.Create() with { TransferSyntax = SyntheticInstance.ImplicitVRLittleEndian }).ToBytes());
        block.AddRange(Implicit(new DicomTag(0x0009, 0x0010), "SYNTHETIC "u8.ToArray()));
        for (var i = 0; i < 1_000_000; i++)
            block.AddRange([0x09, 0, (byte)(i * 7), 0x10, 0, 0, 0, 0]);

        var start = ProcessorTime.OfThisThread();
        DicomFile.Open(block.ToArray()).Dataset.Count.ShouldBeLessThan(300);

        (ProcessorTime.OfThisThread() - start).ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    private static DicomFileError Reason(ReadOnlyMemory<byte> bytes)
    {
        var reason = Should.Throw<DicomFileException>(() => DicomFile.Open(bytes)).Reason;
        Should.Throw<DicomFileException>(() => DicomFile.Open(new MemoryStream(bytes.ToArray()))).Reason.ShouldBe(reason);
        return reason;
    }

    private static DicomFileError Reason(byte[] bytes) => Reason(bytes.AsMemory());
}
