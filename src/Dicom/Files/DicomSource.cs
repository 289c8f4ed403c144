namespace EventDicom.Dicom;

/// <summary>The bytes of a file, wherever they are. Every offset is from the start of the file.</summary>
internal abstract class DicomSource
{
    public abstract long Length { get; }

    /// <summary>The whole file, when it is in memory.</summary>
    public abstract bool TryGetMemory(out ReadOnlyMemory<byte> memory);

    /// <summary>
    /// At least <paramref name="count"/> bytes from <paramref name="offset"/> on, valid until the next call. Not for use by several
    /// threads. The caller has made sure that the file is long enough.
    /// </summary>
    public abstract ReadOnlySpan<byte> Fetch(long offset, int count);

    /// <summary>Fills the destination. May be called by several threads at once.</summary>
    public abstract void Read(long offset, Span<byte> destination);

    /// <summary>Bytes that stay valid. May be called by several threads at once.</summary>
    public abstract ReadOnlyMemory<byte> ReadMemory(long offset, int count);
}
