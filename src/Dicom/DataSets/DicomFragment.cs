namespace EventDicom.Dicom;

/// <summary>One item of encapsulated pixel data: where its bytes start, from the start of the file, and how many there are.</summary>
public readonly record struct DicomFragment(long Offset, long Length);
