#pragma warning disable CA1822, CA1711 // Stands in for the real types until they are merged
namespace EventDicom.Dicom;

public sealed class DicomDictionary
{
    public static readonly DicomDictionary Default = new();

    public DicomVR LookupVR(DicomTag tag, string? privateCreator = null) =>
        tag.IsGroupLength ? DicomVR.UL : tag.IsPrivateCreator ? DicomVR.LO : DicomVR.UN;
}

public sealed class DicomEncoding
{
    public static readonly DicomEncoding Latin1 = new();

    public static DicomEncoding FromSpecificCharacterSet(string? value, DicomEncoding fallback) => fallback;

    public string Decode(ReadOnlySpan<byte> value, DicomVR vr) => System.Text.Encoding.Latin1.GetString(value);
}
