namespace EventDicom.Dicom;

/// <summary>The values of one frame as numbers, pixel by pixel and row by row, little endian.</summary>
/// <param name="Type">NumPy's name of a number's type: <c>&lt;u1</c>, <c>&lt;u2</c>, <c>&lt;i2</c>, <c>&lt;u4</c>, <c>&lt;i4</c> or
/// <c>&lt;f4</c>.</param>
/// <param name="Channels">Numbers of a pixel, 1 or 3.</param>
public sealed record DicomArray(string Type, int Channels, ReadOnlyMemory<byte> Bytes);
