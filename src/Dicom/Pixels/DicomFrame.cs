namespace EventDicom.Dicom;

/// <summary>One uncompressed frame: <see cref="DicomPixelFormat.FrameLength"/> bytes, little endian.</summary>
public readonly record struct DicomFrame(DicomPixelFormat Format, ReadOnlyMemory<byte> Samples);
