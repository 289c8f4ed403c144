using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace EventDicom.Dicom;

/// <summary>Writes PAM files (Netpbm's P7): a short text, then the samples, 16-bit ones big endian.</summary>
public static class PamEncoder
{
    public static void Encode(DicomBitmap bitmap, Stream output)
    {
        ArgumentNullException.ThrowIfNull(bitmap);
        ArgumentNullException.ThrowIfNull(output);
        var wide = bitmap.BitsPerSample == 16;
        output.Write(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"P7\nWIDTH {bitmap.Width}\nHEIGHT {bitmap.Height}\nDEPTH {bitmap.Channels}\nMAXVAL "
            + $"{(wide ? ushort.MaxValue : byte.MaxValue)}\nTUPLTYPE {(bitmap.Channels == 3 ? "RGB" : "GRAYSCALE")}\nENDHDR\n")));
        if (!wide)
        {
            output.Write(bitmap.Samples.Span);
            return;
        }

        var row = new byte[bitmap.RowLength];
        for (var y = 0; y < bitmap.Height; y++)
        {
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, short>(bitmap.Row(y)),
                MemoryMarshal.Cast<byte, short>(row.AsSpan()));
            output.Write(row);
        }
    }
}
