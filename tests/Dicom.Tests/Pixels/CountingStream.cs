namespace EventDicom.Dicom.Tests.Pixels;

/// <summary>Bytes in memory behind a stream that counts how many of them were read.</summary>
internal sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
{
    public long BytesRead { get; set; }

    public override int Read(Span<byte> destination)
    {
        var count = base.Read(destination);
        BytesRead += count;
        return count;
    }
}
