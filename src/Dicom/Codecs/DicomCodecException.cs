namespace EventDicom.Dicom;

/// <summary>A frame cannot be decompressed or compressed; the message says why, and names the missing package where one is missing.</summary>
public sealed class DicomCodecException(string message, Exception? innerException = null) : Exception(message, innerException);
