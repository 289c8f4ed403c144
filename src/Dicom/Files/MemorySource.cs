namespace EventDicom.Dicom;

/// <summary>A file that is in memory: values are slices of it.</summary>
internal sealed class MemorySource(ReadOnlyMemory<byte> file) : DicomSource
{
    public override long Length => file.Length;

    public override bool TryGetMemory(out ReadOnlyMemory<byte> memory)
    {
        memory = file;
        return true;
    }

    public override ReadOnlySpan<byte> Fetch(long offset, int count) => file.Span[(int)offset..];

    public override void Read(long offset, Span<byte> destination) =>
        file.Span.Slice((int)offset, destination.Length).CopyTo(destination);

    public override ReadOnlyMemory<byte> ReadMemory(long offset, int count) => file.Slice((int)offset, count);
}
