using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace EventDicom.Dicom;

/// <summary>What stands before the numbers of a NumPy file (NPY format 1.0), filled up to 128 bytes as Orthanc does.</summary>
public static class NumpyHeader
{
    public const int Length = 128;

    private const int LengthOfStart = 10;

    /// <param name="type">See <see cref="DicomArray.Type"/>.</param>
    /// <param name="frames">The first of four axes; null for the three axes of a single frame.</param>
    public static byte[] Of(string type, int? frames, int height, int width, int channels)
    {
        var invariant = CultureInfo.InvariantCulture;
        var first = frames is { } count ? string.Create(invariant, $"{count}, ") : "";
        var text = string.Create(invariant,
            $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({first}{height},{width},{channels}), }}");

        var header = new byte[Length];
        header[0] = 0x93;
        "NUMPY\u0001\0"u8.CopyTo(header.AsSpan(1));
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), Length - LengthOfStart);
        header.AsSpan(LengthOfStart).Fill((byte)' ');
        Encoding.ASCII.GetBytes(text).CopyTo(header, LengthOfStart);
        header[^1] = (byte)'\n';
        return header;
    }
}
