namespace EventDicom.Dicom;

/// <summary>
/// A set of characters that ISO 2022 puts into one half of the code table (PS3.5 section 6.1.2.4): G0 below 80, G1 from 80 on.
/// Codes are given without their high bits.
/// </summary>
internal abstract class GraphicSet(string escape, bool isG1)
{
    public const char None = '\uFFFD';

    /// <summary>The sequence that designates the set, ESC included (PS3.3 tables C.12-3 and C.12-4).</summary>
    public byte[] Escape { get; } = [0x1B, .. System.Text.Encoding.ASCII.GetBytes(escape)];

    public bool IsG1 { get; } = isG1;

    public virtual bool IsDoubleByte => false;

    /// <summary>The character at the start of <paramref name="bytes"/>, which all lie in this set's half, or <see cref="None"/>.</summary>
    /// <param name="bytes">At least one byte.</param>
    /// <param name="used">How many bytes that was; at least 1.</param>
    public abstract char Decode(ReadOnlySpan<byte> bytes, out int used);

    /// <summary>Writes the one or two bytes of a character, high bits included; returns their number, 0 when the set has no such
    /// character.</summary>
    public abstract int Encode(char character, Span<byte> destination);
}
