using System.Buffers;

namespace EventDicom.Dicom;

/// <summary>Writes the marker segments around entropy-coded data (ITU-T T.81 annex B.2).</summary>
internal static class JpegSegments
{
    public static void WriteMarker(IBufferWriter<byte> output, byte marker) => output.Write<byte>([0xFF, marker]);

    public static void WriteFrame(IBufferWriter<byte> output, byte marker, int precision, DicomPixelFormat format,
        IReadOnlyList<JpegComponent> components)
    {
        WriteStart(output, marker, 6 + (3 * components.Count));
        output.Write<byte>([(byte)precision, .. UInt16(format.Height), .. UInt16(format.Width), (byte)components.Count]);
        foreach (var component in components)
            output.Write<byte>([component.Id, (byte)((component.Horizontal << 4) | component.Vertical), (byte)component.QuantizationTable]);
    }

    public static void WriteQuantization(IBufferWriter<byte> output, byte slot, IEnumerable<ushort> steps)
    {
        WriteStart(output, JpegMarker.QuantizationTables, 65);
        output.Write<byte>([slot, .. steps.Select(step => (byte)step)]);
    }

    /// <param name="codes">With their class and destination, as <see cref="JpegHuffmanCode.WriteTo"/> takes them.</param>
    public static void WriteCodes(IBufferWriter<byte> output, params IReadOnlyList<(byte Slot, JpegHuffmanCode Code)> codes)
    {
        WriteStart(output, JpegMarker.HuffmanTables, codes.Sum(code => code.Code.Size));
        foreach (var (slot, code) in codes)
            code.WriteTo(output, slot);
    }

    /// <summary>A scan of all components; the quantization table of each names its Huffman tables too.</summary>
    public static void WriteScan(IBufferWriter<byte> output, IReadOnlyList<JpegComponent> components, int spectralStart, int spectralEnd)
    {
        WriteStart(output, JpegMarker.StartOfScan, 4 + (2 * components.Count));
        output.Write<byte>([(byte)components.Count]);
        foreach (var component in components)
            output.Write<byte>([component.Id, (byte)(component.QuantizationTable * 0x11)]);

        output.Write<byte>([(byte)spectralStart, (byte)spectralEnd, 0]);
    }

    private static void WriteStart(IBufferWriter<byte> output, byte marker, int length)
    {
        WriteMarker(output, marker);
        output.Write(UInt16(length + 2));
    }

    private static byte[] UInt16(int value) => [(byte)(value >> 8), (byte)value];
}
