using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Files;

public sealed class WritingAFile
{
    private static readonly DicomTag s_creator = new(0x0009, 0x0010);
    private static readonly DicomTag s_private = new(0x0009, 0x1001);
    private static readonly DicomTag s_probeSequence = DicomTag.ReferencedStudySequence;

    private static readonly byte[] s_sequenceEnd = [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0];

    public static TheoryData<string> Syntaxes => new(
        DicomTransferSyntax.ImplicitVRLittleEndian.UID, DicomTransferSyntax.ExplicitVRLittleEndian.UID,
        DicomTransferSyntax.ExplicitVRBigEndian.UID,
        DicomTransferSyntax.DeflatedExplicitVRLittleEndian.UID, DicomTransferSyntax.GEPrivateImplicitVRBigEndian.UID);

    [Theory]
    [MemberData(nameof(Syntaxes))]
    public void keeps_every_value_in_every_syntax(string uid)
    {
        var source = Everything();

        var read = RoundTrip(source, DicomTransferSyntax.Lookup(uid));

        read.TransferSyntax.UID.ShouldBe(uid);
        Text(read.Dataset).ShouldBe(Text(source));
        ((DicomElement)read.Dataset.Find(DicomTag.PixelData)!).Length.ShouldBe(8);
        // Back in the syntax that it came from, the pixels are the same bytes again
        var back = RoundTrip(read.Dataset, DicomTransferSyntax.ExplicitVRLittleEndian);
        ((DicomElement)back.Dataset.Find(DicomTag.PixelData)!).GetBytes().ToArray().ShouldBe([1, 2, 3, 4, 5, 6, 7, 8]);
        Text(back.Dataset).ShouldBe(Text(source));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void states_the_lengths_of_sequences_or_ends_them(bool explicitLengths)
    {
        var bytes = Save(Everything(), DicomTransferSyntax.ExplicitVRLittleEndian,
            new DicomWriteOptions { ExplicitLengthSequences = explicitLengths });

        (bytes.AsSpan().IndexOf(s_sequenceEnd) >= 0).ShouldBe(!explicitLengths);
        Text(DicomFile.Open(bytes).Dataset).ShouldBe(Text(Everything()));
    }

    [Fact]
    public void says_in_group_0002_what_the_data_set_is()
    {
        var meta = RoundTrip(Everything(), DicomTransferSyntax.ImplicitVRLittleEndian).FileMetaInfo;

        Value(meta, DicomTag.TransferSyntaxUID).ShouldBe("1.2.840.10008.1.2");
        Value(meta, DicomTag.MediaStorageSOPInstanceUID).ShouldBe("1.2.3.4");
        Value(meta, DicomTag.MediaStorageSOPClassUID).ShouldBe(SyntheticInstance.SecondaryCapture);
    }

    [Fact]
    public void keeps_what_was_said_of_a_data_set_without_a_class()
    {
        var said = new DicomDatasetBuilder().AddOrUpdate(DicomTag.MediaStorageSOPClassUID, "1.2.3").Build();
        var bare = new DicomDatasetBuilder().AddOrUpdate(DicomTag.PatientID, "P1").Build();
        using var bytes = new MemoryStream();
        DicomFile.Create(bare, DicomTransferSyntax.ExplicitVRLittleEndian, said).Save(bytes);

        Value(DicomFile.Open(bytes.ToArray()).FileMetaInfo, DicomTag.MediaStorageSOPClassUID).ShouldBe("1.2.3");
    }

    [Fact]
    public void reckons_the_group_length_of_group_0002()
    {
        var bytes = Save(Everything(), DicomTransferSyntax.ExplicitVRLittleEndian);
        var meta = DicomFile.Open(bytes).FileMetaInfo;
        var end = 128 + 4 + 12 + int.Parse(Value(meta, DicomTag.FileMetaInformationGroupLength), null);

        bytes.AsSpan(end, 2).ToArray().ShouldBe([0x08, 0x00]);
    }

    [Fact]
    public void reckons_other_group_lengths_anew()
    {
        var source = new DicomDatasetBuilder().AddOrUpdate(new(0x0010, 0), "99").AddOrUpdate(DicomTag.PatientName, "Doe^John")
            .AddOrUpdate(DicomTag.PatientID, "ABC").Build();

        // Two headers of eight bytes, and the values made even
        Value(RoundTrip(source, DicomTransferSyntax.ExplicitVRLittleEndian).Dataset, new(0x0010, 0)).ShouldBe("28");
    }

    [Fact]
    public void makes_a_value_UN_when_its_VR_cannot_tell_its_length()
    {
        var source = DicomDataset.Read(
            new byte[] { 0x10, 0x00, 0x10, 0x00, 0x00, 0x00, 0x01, 0x00 }.Concat(Enumerable.Repeat((byte)'x', 0x10000)).ToArray(),
            DicomTransferSyntax.ImplicitVRLittleEndian);

        var read = RoundTrip(source, DicomTransferSyntax.ExplicitVRLittleEndian).Dataset;

        read.Find(DicomTag.PatientName)!.VR.ShouldBe(DicomVR.UN);
        ((DicomElement)read.Find(DicomTag.PatientName)!).Length.ShouldBe(0x10000);
    }

    [Fact]
    public void pads_what_is_odd()
    {
        var source = DicomDataset.Read(new byte[] { 0x10, 0x00, 0x10, 0x00, (byte)'P', (byte)'N', 3, 0, (byte)'a', (byte)'b', (byte)'c' },
            DicomTransferSyntax.ExplicitVRLittleEndian);

        var element = (DicomElement)RoundTrip(source, DicomTransferSyntax.ExplicitVRLittleEndian).Dataset.Find(DicomTag.PatientName)!;

        element.GetBytes().ToArray().ShouldBe("abc "u8.ToArray());
    }

    [Fact]
    public void keeps_fragments_and_their_offset_table()
    {
        var fragments = DicomFragmentSequence.InMemory(DicomTag.PixelData, DicomVR.OB,
            [new byte[] { 0, 0, 0, 0 }, Array.Empty<byte>(), new byte[] { 1, 2, 3, 4 }]);
        var source = new DicomDatasetBuilder().AddOrUpdate(fragments).Build();

        var read = (DicomFragmentSequence)RoundTrip(source, DicomTransferSyntax.RLELossless).Dataset.Find(DicomTag.PixelData)!;

        read.Fragments.Select(fragment => fragment.Length).ShouldBe([4L, 0L, 4L]);
        read.GetBytes(2).ToArray().ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void refuses_fragments_in_a_syntax_without_any() =>
        Should.Throw<DicomFileException>(() => RoundTrip(
            new DicomDatasetBuilder().AddOrUpdate(DicomFragmentSequence.InMemory(DicomTag.PixelData, DicomVR.OB, [Array.Empty<byte>()]))
            .Build(),
            DicomTransferSyntax.ExplicitVRLittleEndian));

    [Fact]
    public void refuses_values_that_were_never_read()
    {
        var file = DicomFile.Open(Save(Everything(), DicomTransferSyntax.ExplicitVRLittleEndian),
            new DicomReadOptions { StopBeforePixelData = true });

        Should.Throw<DicomFileException>(() => file.Save(new MemoryStream()));
    }

    [Fact]
    public void copies_large_values_from_the_file_that_they_came_from()
    {
        var pixels = new byte[1_000_001 * 2];
        new Random(1).NextBytes(pixels);
        var bytes = Save(new DicomDatasetBuilder().AddOrUpdate(DicomTag.PixelData, DicomVR.OW, pixels).Build(),
            DicomTransferSyntax.ExplicitVRLittleEndian);
        var file = DicomFile.Open(new MemoryStream(bytes));

        var swapped = (DicomElement)RoundTrip(file.Dataset, DicomTransferSyntax.ExplicitVRBigEndian).Dataset.Find(DicomTag.PixelData)!;

        swapped.GetBytes().Span[^2..].ToArray().ShouldBe([pixels[^1], pixels[^2]]);
        swapped.GetBytes().Span[65534..65538].ToArray().ShouldBe([pixels[65535], pixels[65534], pixels[65537], pixels[65536]]);
    }

    private static DicomDataset Everything()
    {
        var item = new DicomDatasetBuilder().AddOrUpdate(DicomTag.ReferencedSOPInstanceUID, "1.2.3")
            .AddOrUpdate(DicomTag.SelectorUSValue, "1\\65535").Build();
        return new DicomDatasetBuilder()
            .AddOrUpdate(DicomTag.SOPClassUID, SyntheticInstance.SecondaryCapture)
            .AddOrUpdate(DicomTag.SOPInstanceUID, "1.2.3.4")
            .AddOrUpdate(DicomTag.PatientName, "Müller^Jürgen")
            .AddOrUpdate(new DicomSequence(s_probeSequence, [item, new DicomDatasetBuilder().Build()]))
            .AddOrUpdate(s_creator, DicomVR.LO, "SOMEBODY")
            .AddOrUpdate(s_private, DicomVR.UN, "abcd")
            .AddOrUpdate(DicomTag.FrameIncrementPointer, "0018,1063")
            .AddOrUpdate(DicomTag.SelectorFDValue, "-0.5\\1e300")
            .AddOrUpdate(DicomTag.SelectorFLValue, "0.25")
            .AddOrUpdate(DicomTag.SelectorSLValue, "-2147483648")
            .AddOrUpdate(DicomTag.SelectorSSValue, "-2")
            .AddOrUpdate(DicomTag.SelectorULValue, "4294967295")
            .AddOrUpdate(DicomTag.SelectorSVValue, "-9223372036854775808")
            .AddOrUpdate(DicomTag.SelectorUVValue, "18446744073709551615")
            .AddOrUpdate(DicomTag.PixelData, DicomVR.OW, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 })
            .Build();
    }

    private static DicomFile RoundTrip(DicomDataset dataset, DicomTransferSyntax syntax) => DicomFile.Open(Save(dataset, syntax));

    private static byte[] Save(DicomDataset dataset, DicomTransferSyntax syntax, DicomWriteOptions? options = null)
    {
        var stream = new MemoryStream();
        DicomFile.Create(dataset, syntax).Save(stream, options);
        (stream.Length % 2).ShouldBe(0);
        return stream.ToArray();
    }

    private static string Value(DicomDataset dataset, DicomTag tag) => dataset.TryGetString(tag, out var text) ? text
        : throw new InvalidOperationException($"No {tag}");

    private static List<string> Text(DicomDataset dataset) =>
    [
        .. dataset.AsEnumerable().Where(item => item.Tag != DicomTag.PixelData).SelectMany(item => item is DicomSequence sequence
            ? sequence.Items.SelectMany((nested, index) => Text(nested).Prepend($"{item.Tag}[{index}]"))
            : [$"{item.Tag} "
            + $"{(item.VR == DicomVR.UN ? Convert.ToHexString(((DicomElement)item).GetBytes().Span) : Value(dataset, item.Tag))}"]),
    ];
}
