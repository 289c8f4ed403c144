namespace EventDicom.Dicom;

/// <summary>A text cannot become a value of some VR; the message says which and why.</summary>
public sealed class DicomValueException(string message) : Exception(message);
