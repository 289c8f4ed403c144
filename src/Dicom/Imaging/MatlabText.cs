using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace EventDicom.Dicom;

/// <summary>A frame as an expression that Octave and MATLAB read.</summary>
public static class MatlabText
{
    private const int PieceLength = 16 * 1024;

    /// <summary>Writes ASCII text, in pieces.</summary>
    public static void Write(DicomArray values, int width, int height, Stream output)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(output);
        var invariant = CultureInfo.InvariantCulture;
        var text = new StringBuilder(PieceLength + 256);
        var numbers = width * values.Channels;
        text.Append(values.Channels == 1 ? "double([ " : "double(permute(reshape([ ");
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < numbers; x++)
                text.Append(invariant, $"{NumberAt(values, (y * numbers) + x)} ");
            if (values.Channels == 1 && y < height - 1)
                text.Append("; ");
            if (text.Length >= PieceLength)
                Flush();
        }

        if (values.Channels == 1)
            text.Append("])");
        else
            text.Append(invariant, $"], [ {values.Channels} {height} {width} ]), [ 3 2 1 ]))");
        Flush();

        void Flush()
        {
            output.Write(Encoding.ASCII.GetBytes(text.ToString()));
            text.Clear();
        }
    }

    private static long NumberAt(DicomArray values, int index)
    {
        var bytes = values.Bytes.Span;
        return values.Type switch
        {
            "<u1" => bytes[index],
            "<u2" => MemoryMarshal.Cast<byte, ushort>(bytes)[index],
            "<i2" => MemoryMarshal.Cast<byte, short>(bytes)[index],
            "<u4" => MemoryMarshal.Cast<byte, uint>(bytes)[index],
            "<i4" => MemoryMarshal.Cast<byte, int>(bytes)[index],
            _ => throw new ArgumentException($"Values of type {values.Type} are no whole numbers", nameof(values)),
        };
    }
}
