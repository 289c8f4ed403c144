namespace EventDicom.Dicom;

/// <summary>
/// The inflated form of a deflated data set (PS3.5 annex A.5). A small one is kept in memory; a large one is inflated again, from its
/// start, for whoever asks for an earlier part, so that no file, whatever it says, takes more memory than a constant.
/// </summary>
internal static class InflatedSource
{
    private const int LargestInMemory = 8 << 20;

    /// <summary>Inflates all that follows <paramref name="offset"/>. Damage tells why the deflate stream could not be read to its end, if
    /// so.</summary>
    /// <exception cref="DicomFileException">More than <paramref name="maxSize"/> bytes come out.</exception>
    public static (DicomSource Source, string? Damage) Open(DicomSource file, long offset, long maxSize)
    {
        var stream = new InflatingStream(file, offset);
        var memory = new MemoryStream();
        var buffer = new byte[32 * 1024];
        long length = 0;
        string? damage = null;
        try
        {
            int count;
            while ((count = stream.Read(buffer)) > 0)
            {
                length += count;
                if (length > maxSize)
                    throw new DicomFileException(DicomFileError.TooLarge, $"The deflated data set has more than {maxSize} bytes");

                if (length <= LargestInMemory)
                    memory.Write(buffer.AsSpan(0, count));
            }
        }
        catch (InvalidDataException error)
        {
            damage = $"The deflated data set is damaged after {length} inflated bytes: {error.Message}";        }

        if (length <= LargestInMemory)
            return (new MemorySource(memory.GetBuffer().AsMemory(0, (int)length)), damage);

        stream.SetLength(length);
        return (new StreamSource(stream), damage);
    }
}
