namespace EventDicom.Dicom;

/// <summary>Finds its way into a file: preamble, file meta information, and what the data set is written in.</summary>
internal static class Part10Reader
{
    private const int PreambleLength = 128;

    public static DicomFile Read(DicomSource source, DicomReadOptions options)
    {
        if (source.Length == 0)
            throw new DicomFileException(DicomFileError.Empty, "The file is empty");

        using var reader = new DicomReader(source, options) { Position = AfterPreamble(source) };
        var meta = reader.ReadFileMetaInfo(DicomTransferSyntax.ExplicitVRLittleEndian);
        var syntax = DicomTransferSyntax.ExplicitVRLittleEndian;
        if (meta.TryGetString(new DicomTag(0x0002, 0x0010), out var uid) && uid.Length > 0)
            syntax = DicomTransferSyntax.Lookup(uid);

        var dataset = reader.ReadDataset(syntax);
        return new DicomFile(meta, dataset, syntax, reader.PixelDataOffset, reader.PartialReason);
    }

    private static long AfterPreamble(DicomSource source)
    {
        const int marked = PreambleLength + 4;
        if (source.Length >= marked && source.Fetch(PreambleLength, 4).StartsWith("DICM"u8))
            return marked;

        throw new DicomFileException(DicomFileError.NotDicom, "The file has no DICM prefix");
    }
}
