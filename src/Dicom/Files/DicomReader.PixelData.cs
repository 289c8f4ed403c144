namespace EventDicom.Dicom;

/// <summary>PixelData, native or in fragments (PS3.5 section 8 and annex A.4): the one element that may be cut off by the end of the
/// file.</summary>
internal ref partial struct DicomReader
{
    private static bool IsPixelData(DicomTag tag) => tag is { Group: 0x7FE0, Element: 0x0008 or 0x0009 or 0x0010 };

    private DicomItem ReadPixelData(Header header, ref Level level)
    {
        if (_options.StopBeforePixelData)
            return DicomElement.Skipped(header.Tag, header.VR, Position, header.Length);

        if (header.Length == Undefined)
            return ReadFragments(header, level, mayBeCut: true);

        var available = _source.Length - Position;
        if (header.Length > available)
        {
            PartialReason = $"The file ends inside of {header.Tag}: {available} of {header.Length} bytes are there";
            header = header with { Length = (uint)available };
        }

        return ReadValue(header, level.End);
    }

    private DicomFragmentSequence ReadFragments(Header header, in Level level, bool mayBeCut)
    {
        var end = level.End;
        var fragments = new List<DicomFragment>();
        var problem = $"The file ends inside of the fragments of {header.Tag}";
        while (end - Position >= ShortHeader)
        {
            var item = ReadItemHeader(level.Dataset.Syntax.IsBigEndian);
            if (item.Tag == DicomTag.SequenceEnd)
                return new DicomFragmentSequence(header.Tag, header.VR, fragments, _source);

            if (item.Tag != DicomTag.ItemStart || item.Length == Undefined)
            {
                problem = $"{item.Tag} stands among the fragments of {header.Tag}";
                break;
            }

            Spend();
            var length = Math.Min(item.Length, end - Position);
            fragments.Add(new DicomFragment(Position, length) { IsCut = length < item.Length });
            Position += length;
            if (length < item.Length)
                break;
        }

        if (!mayBeCut)
            throw new DicomFileException(end - Position < ShortHeader ? DicomFileError.Truncated : DicomFileError.Malformed, problem);

        PartialReason = problem;
        return new DicomFragmentSequence(header.Tag, header.VR, fragments, _source);
    }
}
