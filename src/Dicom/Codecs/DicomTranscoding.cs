namespace EventDicom.Dicom;

/// <summary>What became of a file in another transfer syntax.</summary>
/// <param name="PixelsChanged">The pixels lost something: the instance is another one, with a UID of its own (PS3.3 section C.12.4, PS3.4
/// section B.4.1.3).</param>
public readonly record struct DicomTranscoding(DicomFile File, bool PixelsChanged);
