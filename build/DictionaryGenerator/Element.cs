namespace EventDicom.DictionaryGenerator;

/// <summary>
/// One row of the data dictionary. <paramref name="Mask"/> has a zero nibble wherever the tag has an x, and so
/// has <paramref name="Tag"/>; <paramref name="Keyword"/> is plain, and bears RETIRED_ only when <paramref name="IsPrefixed"/>.
/// </summary>
internal sealed record Element(uint Tag, uint Mask, string Keyword, string Vr, string Vm, bool IsRetired, bool IsPrefixed)
{
    public bool IsRepeating => Mask != uint.MaxValue;

    public static uint ParseHex(string text) => Convert.ToUInt32(text, 16);
}

/// <summary>A private element. A block-relative one has a two-digit element number, any other is fixed at 1000 or above.</summary>
internal sealed record PrivateElement(string Creator, ushort FirstGroup, ushort LastGroup, ushort ElementNumber, string Name,
    string Vr, string Vm);
