using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Files;

public sealed class StreamingAFile
{
    [Theory]
    [InlineData(1)]
    [InlineData(5_000)]
    [InlineData(70_000)]
    [InlineData(200_000)]
    public void gives_the_same_as_reading_from_memory(int size)
    {
        var many = Enumerable.Range(0, 2_000).Select(i => SyntheticDataset.Empty.With(DicomTag.CodeValue, "SH", $"code {i}")).ToList();
        var bytes = SyntheticInstance.Create()
            .WithBytes(new DicomTag(0x0009, 0x1001), "UN", [.. Enumerable.Range(0, size).Select(i => (byte)(i * 7))])
            .WithDelimitedSequence(DicomTag.ConceptCodeSequence, many)
            .WithImage(64, 64)
            .WithBytes(DicomTag.DataSetTrailingPadding, "OB", [1, 2]).ToBytes();

        using var stream = new MemoryStream(bytes);
        var fromStream = DicomFile.Open(stream);
        var fromMemory = DicomFile.Open(bytes);

        fromStream.PixelDataOffset.ShouldBe(fromMemory.PixelDataOffset);
        Flattened.Of(fromStream.Dataset).ShouldBe(Flattened.Of(fromMemory.Dataset));
    }

    [Fact]
    public void starts_at_the_first_byte_wherever_the_stream_stands()
    {
        using var stream = new MemoryStream(SyntheticInstance.Create().ToBytes());
        stream.Position = 77;

        DicomFile.Open(stream).Dataset.TryGetString(DicomTag.PatientID, out var id).ShouldBeTrue();

        id.ShouldBe("SYN1");
    }

    [Fact]
    public void leaves_large_values_in_the_file()
    {
        using var stream = new CountingStream(SyntheticInstance.Create().WithPixelData(1 << 20).ToBytes());

        var pixels = (DicomElement)DicomFile.Open(stream).Dataset.Find(DicomTag.PixelData)!;

        stream.BytesRead.ShouldBeLessThan(10_000);
        pixels.IsInMemory.ShouldBeFalse();
        pixels.GetBytes().Span[^1].ShouldBe(SyntheticDataset.PatternAt((1 << 20) - 1));
        stream.BytesRead.ShouldBeGreaterThan(1 << 20);
    }

    [Fact]
    public void reads_only_headers_of_many_fragments()
    {
        byte[][] fragments = [.. Enumerable.Range(0, 100).Select(_ => new byte[100_000])];
        using var stream = new CountingStream(SyntheticInstance.Create()
            .WithEncapsulatedImage(SyntheticInstance.JPEGProcess1, 2, 2, fragments).ToBytes());

        DicomFile.Open(stream).Dataset.Find(DicomTag.PixelData).ShouldBeOfType<DicomFragmentSequence>().Fragments.Count.ShouldBe(101);

        stream.BytesRead.ShouldBeLessThan(200_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void needs_little_memory_for_two_gigabytes(bool encapsulated)
    {
        const long size = 2L << 30;
        var path = Path.GetTempFileName();
        try
        {
            using var stream = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            if (encapsulated)
                WriteFragments(stream, size);
            else
                SyntheticInstance.Create().WithPixelData(size, sparse: true).WriteTo(stream);

            var before = GC.GetAllocatedBytesForCurrentThread();
            var file = DicomFile.Open(stream);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            stream.Length.ShouldBeGreaterThan(size);
            file.IsPartial.ShouldBeFalse();
            file.Dataset.TryGetString(DicomTag.PatientID, out _).ShouldBeTrue();
            allocated.ShouldBeLessThan(1 << 20);
            if (!encapsulated)
                file.Dataset.Find(DicomTag.PixelData).ShouldBeOfType<DicomElement>().Length.ShouldBe(size);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void tells_when_the_file_shrinks_while_it_is_read()
    {
        using var stream = new MemoryStream();
        SyntheticInstance.Create().WithPixelData(100_000).WriteTo(stream);
        var pixels = (DicomElement)DicomFile.Open(stream).Dataset.Find(DicomTag.PixelData)!;
        stream.SetLength(50_000);

        Should.Throw<DicomFileException>(() => pixels.GetBytes()).Reason.ShouldBe(DicomFileError.Truncated);
    }

    [Fact]
    public void wants_a_stream_that_can_seek()
    {
        using var pipe = new System.IO.Compression.DeflateStream(new MemoryStream([1]), System.IO.Compression.CompressionMode.Decompress);

        Should.Throw<ArgumentException>(() => DicomFile.Open(pipe));
    }

    private static void WriteFragments(FileStream stream, long size)
    {
        SyntheticInstance.Create().WithTransferSyntax(SyntheticInstance.JPEGProcess1).WriteTo(stream);
        stream.Write(SyntheticElements.Explicit(DicomTag.PixelData, "OB", [], SyntheticElements.Undefined));
        const uint fragment = 1 << 20;
        for (long written = 0; written < size; written += fragment)
        {
            stream.Write(SyntheticElements.Item([], fragment));
            stream.SetLength(stream.Length + fragment);
            stream.Seek(0, SeekOrigin.End);
        }

        stream.Write(SyntheticElements.SequenceEnd);
    }

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public long BytesRead { get; private set; }

        public override int Read(byte[] buffer, int offset, int count) => Count(base.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Count(base.Read(buffer));

        private int Count(int read)
        {
            BytesRead += read;
            return read;
        }
    }
}
