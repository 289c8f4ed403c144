#pragma warning disable CA1822, CA1711 // Stands in for the real types until they are merged
namespace EventDicom.Dicom;

public sealed class DicomEncoding
{
    public static readonly DicomEncoding Latin1 = new();

    public static DicomEncoding FromSpecificCharacterSet(string? value, DicomEncoding fallback) => fallback;

    public string Decode(ReadOnlySpan<byte> value, DicomVR vr) => System.Text.Encoding.Latin1.GetString(value);
}
