namespace EventDicom.Dicom;

/// <summary>
/// Reads the number in which a generated table describes an element: bits 0-17 offset of the name, 18-23 VR, 24-28 VM,
/// 29 retired, 30 shown with RETIRED_.
/// </summary>
internal static class PackedElement
{
    private static readonly DicomVR[]?[] s_vrLists = new DicomVR[]?[ValueTable.Vrs.Length];

    public static int NameOffset(uint packed) => (int)(packed & 0x3_FFFF);

    public static string VM(uint packed) => ValueTable.Vms[packed >> 24 & 0x1F];

    public static bool IsRetired(uint packed) => (packed & 1 << 29) != 0;

    public static bool IsPrefixed(uint packed) => (packed & 1 << 30) != 0;

    public static DicomVR[] VRs(uint packed)
    {
        var index = packed >> 18 & 0x3F;
        return s_vrLists[index] ??= Parse(ValueTable.Vrs[index]);
    }

    // "OB or OW": two letters, four characters between them.
    private static DicomVR[] Parse(string alternatives)
    {
        var list = new DicomVR[(alternatives.Length + 4) / 6];
        for (var i = 0; i < list.Length; i++)
            list[i] = DicomVR.TryParse(alternatives.AsSpan(i * 6, 2)) ?? throw new InvalidOperationException($"No VR in {alternatives}");
        return list;
    }
}
