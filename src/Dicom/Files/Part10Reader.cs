using System.Buffers.Binary;

namespace EventDicom.Dicom;

/// <summary>Finds its way into a file: preamble, file meta information, and what the data set is really written in.</summary>
internal static class Part10Reader
{
    private const int PreambleLength = 128;
    private const int HeaderLength = 8;

    // In the order in which they are guessed
    private static readonly DicomTransferSyntax[] Plain =
    [
        DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ImplicitVRLittleEndian,
        DicomTransferSyntax.ExplicitVRBigEndian, DicomTransferSyntax.ImplicitVRBigEndian,
    ];

    public static DicomFile Read(DicomSource source, DicomReadOptions options)
    {
        if (source.Length == 0)
            throw new DicomFileException(DicomFileError.Empty, "The file is empty");

        var start = AfterPreamble(source);
        using var reader = new DicomReader(source, options) { Position = start };
        var meta = reader.ReadFileMetaInfo(Guess(source, start) ?? DicomTransferSyntax.ExplicitVRLittleEndian);
        if (meta.TryGetString(new DicomTag(0x0002, 0x0010), out var uid) && uid.Length > 0)
            return ReadDeclared(source, options, reader, meta, DicomTransferSyntax.Lookup(uid));

        var syntax = Guess(source, reader.Position);
        if (syntax is null && start == 0)
            throw new DicomFileException(DicomFileError.NotDicom, "Neither the DICM prefix nor anything like an element is where it must be");

        syntax ??= DicomTransferSyntax.ImplicitVRLittleEndian;
        return Finish(reader, meta, reader.ReadDataset(syntax), syntax);
    }

    private static DicomFile ReadDeclared(DicomSource source, DicomReadOptions options, DicomReader reader, DicomDataset meta, DicomTransferSyntax declared)
    {
        if (!declared.IsDeflated)
        {
            var real = Fits(source, reader.Position, declared) ? declared : Guess(source, reader.Position) ?? declared;
            return Finish(reader, meta, reader.ReadDataset(real), declared);
        }

        var inflated = InflatedSource.Open(source, reader.Position, options.MaxInflatedSize);
        if (inflated.Source.Length == 0 && inflated.Damage is not null && Fits(source, reader.Position, DicomTransferSyntax.ExplicitVRLittleEndian))
            return Finish(reader, meta, reader.ReadDataset(DicomTransferSyntax.ExplicitVRLittleEndian), declared);

        using var inner = new DicomReader(inflated.Source, options);
        try
        {
            var dataset = inner.ReadDataset(declared);
            if (dataset.Count == 0 && inflated.Damage is not null)
                throw new DicomFileException(DicomFileError.BadDeflate, inflated.Damage);

            return new DicomFile(meta, dataset, declared, pixelDataOffset: null, inner.PartialReason ?? inflated.Damage);
        }
        catch (DicomFileException error) when (error.Reason == DicomFileError.Truncated && inflated.Damage is not null)
        {
            throw new DicomFileException(DicomFileError.BadDeflate, inflated.Damage, error);
        }
    }

    private static DicomFile Finish(in DicomReader reader, DicomDataset meta, DicomDataset dataset, DicomTransferSyntax syntax) =>
        new(meta, dataset, syntax, reader.PixelDataOffset, reader.PartialReason);

    private static long AfterPreamble(DicomSource source)
    {
        const int marked = PreambleLength + 4;
        return source.Length >= marked && source.Fetch(PreambleLength, 4).StartsWith("DICM"u8) ? marked : 0;
    }

    /// <summary>What the bytes at this place look like the first element of; null if like nothing.</summary>
    private static DicomTransferSyntax? Guess(DicomSource source, long offset) =>
        Array.Find(Plain, syntax => Fits(source, offset, syntax));

    /// <summary>
    /// Whether the first element makes sense in this syntax: data sets start with a low group (files of group 0002, others mostly of group 0008),
    /// an explicit VR is one that exists, and an implicit length stays within the file.
    /// </summary>
    private static bool Fits(DicomSource source, long offset, DicomTransferSyntax syntax)
    {
        if (source.Length - offset < HeaderLength)
            return false;

        var bytes = source.Fetch(offset, HeaderLength);
        var group = syntax.IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        if (group is 0 or > 0x00FF)
            return false;

        if (DicomVR.TryParse(bytes[4], bytes[5]) is not null)
            return syntax.IsExplicitVR;

        if (syntax.IsExplicitVR)
            return false;

        var length = syntax.IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        return length == uint.MaxValue || length <= source.Length - offset - HeaderLength;
    }
}
