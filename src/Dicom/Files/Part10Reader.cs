using System.Buffers.Binary;

namespace EventDicom.Dicom;

/// <summary>Finds its way into a file: preamble, file meta information, and what the data set is really written in.</summary>
internal static class Part10Reader
{
    private const int PreambleLength = 128;
    private const int HeaderLength = 8;

    // In the order in which they are guessed
    private static readonly DicomTransferSyntax[] s_plain =
    [
        DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ImplicitVRLittleEndian,
        DicomTransferSyntax.ExplicitVRBigEndian, DicomTransferSyntax.ImplicitVRBigEndian,
    ];

    public static DicomFile Read(DicomSource source, DicomReadOptions options)
    {
        if (source.Length == 0)
            throw new DicomFileException(DicomFileError.Empty, "The file is empty");

        var reader = new DicomReader(source, options);
        try
        {
            return Read(source, options, ref reader);
        }
        finally
        {
            reader.Dispose();
        }
    }

    /// <summary>All bytes are one data set in this syntax; empty ones are a data set without elements.</summary>
    public static DicomDataset ReadDataset(DicomSource source, DicomTransferSyntax syntax, DicomReadOptions options)
    {
        if (!syntax.IsDeflated)
            return ReadInflated(source, damage: null, syntax, options).Dataset;

        var (inflated, damage) = InflatedSource.Open(source, 0, options.MaxInflatedSize);
        return ReadInflated(inflated, damage, syntax, options).Dataset;
    }

    private static DicomFile Read(DicomSource source, DicomReadOptions options, ref DicomReader reader)
    {
        var hasPrefix = reader.LookAt(PreambleLength, 4).SequenceEqual("DICM"u8);
        reader.Position = hasPrefix ? PreambleLength + 4 : 0;
        var meta = reader.ReadFileMetaInfo(Guess(source, ref reader) ?? DicomTransferSyntax.ExplicitVRLittleEndian);
        var declared = meta.TryGetString(DicomTag.TransferSyntaxUID, out var uid) && uid.Length > 0
            ? DicomTransferSyntax.Lookup(uid) : null;
        if (declared is { IsDeflated: true })
            return ReadDeflated(source, options, ref reader, hasPrefix, meta, declared);

        var real = declared is not null && Fits(declared, source, ref reader) ? declared : Guess(source, ref reader) ?? declared;
        if (real is null && !hasPrefix)
            throw new DicomFileException(DicomFileError.NotDicom,
                "Neither the DICM prefix nor anything like an element is where it must be");

        real ??= DicomTransferSyntax.ImplicitVRLittleEndian;
        return ReadPlain(ref reader, hasPrefix, meta, declared ?? real, real);
    }

    private static DicomFile ReadPlain(ref DicomReader reader, bool hasPrefix, DicomDataset meta, DicomTransferSyntax declared,
        DicomTransferSyntax real)
    {
        var dataset = reader.ReadDataset(real);
        return new DicomFile(meta, dataset, declared, reader.PixelDataOffset, reader.PartialReason) { HasPreamble = hasPrefix };
    }

    private static DicomFile ReadDeflated(DicomSource source, DicomReadOptions options, ref DicomReader reader, bool hasPrefix,
        DicomDataset meta, DicomTransferSyntax declared)
    {
        var (inflated, damage) = InflatedSource.Open(source, reader.Position, options.MaxInflatedSize);
        if (inflated.Length == 0 && damage is not null && Guess(source, ref reader) is { } real)
            return ReadPlain(ref reader, hasPrefix, meta, declared, real);

        var (dataset, partialReason) = ReadInflated(inflated, damage, declared, options);
        return new DicomFile(meta, dataset, declared, pixelDataOffset: null, partialReason) { HasPreamble = hasPrefix };
    }

    private static (DicomDataset Dataset, string? PartialReason) ReadInflated(DicomSource inflated, string? damage,
        DicomTransferSyntax syntax, DicomReadOptions options)
    {
        if (inflated.Length == 0 && damage is not null)
            throw new DicomFileException(DicomFileError.BadDeflate, damage);

        var reader = new DicomReader(inflated, options);
        try
        {
            var dataset = reader.ReadDataset(syntax);
            return (dataset, reader.PartialReason ?? damage);
        }
        catch (DicomFileException error) when (error.Reason == DicomFileError.Truncated && damage is not null)
        {
            throw new DicomFileException(DicomFileError.BadDeflate, damage, error);
        }
        finally
        {
            reader.Dispose();
        }
    }

    /// <summary>What the bytes at the reader's position look like the first element of; null if like nothing.</summary>
    private static DicomTransferSyntax? Guess(DicomSource source, ref DicomReader reader)
    {
        foreach (var syntax in s_plain)
        {
            if (Fits(syntax, source, ref reader))
                return syntax;
        }

        return null;
    }

    /// <summary>
    /// Whether the first element makes sense in this syntax: data sets start with a low group (files of group 0002, others mostly of group
    /// 0008), an explicit VR is one that exists, and an implicit length stays within the file.
    /// </summary>
    private static bool Fits(DicomTransferSyntax syntax, DicomSource source, ref DicomReader reader)
    {
        var bytes = reader.LookAt(reader.Position, HeaderLength);
        if (bytes.Length < HeaderLength)
            return false;

        var group = syntax.IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        if (group is 0 or > 0x00FF)
            return false;

        if (DicomVR.TryParse(bytes[4], bytes[5]) is not null)
            return syntax.IsExplicitVR;

        if (syntax.IsExplicitVR)
            return false;

        var length = syntax.IsBigEndian
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        return length == uint.MaxValue || length <= source.Length - reader.Position - HeaderLength;
    }
}
