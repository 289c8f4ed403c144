using System.Text;

namespace EventDicom.Dicom;

/// <summary>Names of the generated tables: ASCII, all in one run of bytes, with the offsets of their starts and of the end.</summary>
internal static class PackedNames
{
    public static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> names, ReadOnlySpan<ushort> offsets, int index) =>
        names[offsets[index]..offsets[index + 1]];

    public static string Read(ReadOnlySpan<byte> names, ReadOnlySpan<ushort> offsets, int index) =>
        Encoding.ASCII.GetString(Slice(names, offsets, index));

    /// <summary>Index of <paramref name="text"/> among names in ordinal order, or negative.</summary>
    public static int BinarySearch(ReadOnlySpan<byte> names, ReadOnlySpan<ushort> offsets, ReadOnlySpan<char> text)
    {
        int low = 0, high = offsets.Length - 2;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = Compare(Slice(names, offsets, middle), text);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }

    public static int Compare(ReadOnlySpan<byte> ascii, ReadOnlySpan<char> text)
    {
        var common = Math.Min(ascii.Length, text.Length);
        for (var i = 0; i < common; i++)
        {
            if (ascii[i] != text[i])
                return ascii[i] - text[i];
        }

        return ascii.Length - text.Length;
    }
}
