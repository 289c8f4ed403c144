namespace EventDicom.Dicom;

/// <summary>
/// Sequences that came as UN (PS3.5 section 6.2.2): whoever did not know the attribute passed it on in the implicit little endian in which
/// it was once received. Some write their items in explicit little endian, against the standard.
/// </summary>
internal ref partial struct DicomReader
{
    /// <summary>What a vain attempt counts, beside the elements that it met, so that a file full of them is not read slowly.</summary>
    private const int CostOfFailure = 1000;

    /// <summary>One of undefined length, which is a sequence whatever it is. There is no other end to it than that of its items.</summary>
    private DicomSequence ReadUnknown(Header header, in Level level)
    {
        var isExplicit = LooksExplicit(level.End);
        if (isExplicit && TryReadItems(header, level, DicomTransferSyntax.ImplicitVRLittleEndian) is { } items)
            return new DicomSequence(header.Tag, items);

        return new DicomSequence(header.Tag,
            ReadItems(header, level, isExplicit ? DicomTransferSyntax.ExplicitVRLittleEndian : DicomTransferSyntax.ImplicitVRLittleEndian));
    }

    /// <summary>One with a length. Null when the dictionary takes the attribute for something else, or its bytes are no items from the
    /// first to the last: then they stay bytes.</summary>
    private DicomSequence? TryReadUnknown(Header header, in Level level)
    {
        if (header.Length == 0)
            return IsKnownAs(DicomVR.SQ, header.Tag, level) ? new DicomSequence(header.Tag, []) : null;

        if (header.Length < ShortHeader || header.Length > level.End - Position || _inVain > _options.MaxElements)
            return null;

        var syntax = level.Dataset.Syntax.IsExplicitVR ? DicomTransferSyntax.ImplicitVRLittleEndian : level.Dataset.Syntax;
        var start = Peek(Position, ShortHeader);
        if (new DicomTag(UInt16(start, syntax.IsBigEndian), UInt16(start[2..], syntax.IsBigEndian)) != DicomTag.ItemStart)
            return null;

        if (!IsKnownAs(DicomVR.SQ, header.Tag, level) && !IsKnownAs(DicomVR.UN, header.Tag, level))
            return null;

        var inside = level with { End = Position + header.Length };
        var items = TryReadItems(header, inside, syntax);
        if (items is null && LooksExplicit(inside.End))
            items = TryReadItems(header, inside, DicomTransferSyntax.ExplicitVRLittleEndian);
        return items is null ? null : new DicomSequence(header.Tag, items);
    }

    /// <summary>Null, and nothing read, when there is anything else than items, to the end of the sequence.</summary>
    private DicomDataset[]? TryReadItems(Header sequence, in Level level, DicomTransferSyntax syntax)
    {
        var (start, stacked, budget, memory) = (Position, _stackCount, _budget, _memoryLeft);
        try
        {
            var items = ReadItems(sequence, level, syntax);
            if (sequence.Length == Undefined || Position == level.End)
                return items;
        }
        catch (DicomFileException failure) when (failure.Reason != DicomFileError.TooMuchMemory)
        {
            // Bytes, then
        }

        _inVain += budget - _budget + CostOfFailure;
        (Position, _budget, _memoryLeft) = (start, budget, memory);
        DropAbove(stacked);
        return null;
    }

    /// <summary>Whether the first element of the first item has a VR.</summary>
    private bool LooksExplicit(long end)
    {
        if (end - Position < ShortHeader + ShortHeader)
            return false;

        var bytes = Peek(Position, ShortHeader + ShortHeader);
        return DicomVR.TryParse(bytes[ShortHeader + 4], bytes[ShortHeader + 5]) is not null;
    }

    private readonly bool IsKnownAs(DicomVR vr, DicomTag tag, in Level level) =>
        _options.Dictionary.LookupVR(tag, tag.IsPrivate ? CreatorOf(tag, level) : null) == vr;

    /// <summary>Who reserved the block of a private element, if that was said where it must be, before the element.</summary>
    private readonly string? CreatorOf(DicomTag tag, in Level level)
    {
        if (tag.PrivateCreatorTag is not { } wanted)
            return null;

        int low = level.First, high = _stackCount - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var item = _stack[middle];
            if (item.Tag == wanted)
                return item is DicomElement element
                    ? DicomEncoding.Latin1.Decode(DicomValueText.TrimPadding(element.GetStart()), DicomVR.LO) : null;

            if (item.Tag < wanted)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return null;
    }
}
