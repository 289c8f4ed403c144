namespace EventDicom.Dicom;

/// <summary>One item of encapsulated pixel data: where its bytes start, from the start of the file, and how many there are.</summary>
public readonly record struct DicomFragment(long Offset, long Length)
{
    /// <summary>The item says that it is longer: what it was read from ends within it.</summary>
    public bool IsCut { get; init; }
}
