using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>PALETTE COLOR: pixels are places in three tables (PS3.3 section C.7.6.3.1.2).</summary>
internal static class PaletteColor
{
    /// <summary>
    /// Red, green and blue with 8 bits each for pixels of 8 bits, as Orthanc shows them, and for tables of 8 bits; else with 16 bits.
    /// </summary>
    /// <exception cref="DicomImageException">The palette is missing or damaged.</exception>
    public static DicomBitmap ToRgb(DicomFrame frame, DicomDataset dataset)
    {
        var format = frame.Format;
        if (format is not { BitsAllocated: 8 or 16 })
            throw new DicomImageException(DicomImageError.Unsupported, $"There is no palette for pixels of {format.BitsAllocated} bits");

        LookupTable[] tables =
        [
            Read(DicomTag.RedPaletteColorLookupTableDescriptor, DicomTag.RedPaletteColorLookupTableData,
                DicomTag.SegmentedRedPaletteColorLookupTableData),
            Read(DicomTag.GreenPaletteColorLookupTableDescriptor, DicomTag.GreenPaletteColorLookupTableData,
                DicomTag.SegmentedGreenPaletteColorLookupTableData),
            Read(DicomTag.BluePaletteColorLookupTableDescriptor, DicomTag.BluePaletteColorLookupTableData,
                DicomTag.SegmentedBluePaletteColorLookupTableData),
        ];
        var pixels = GraySamples.Of(frame);
        if (format.BitsAllocated == 16 && tables.Any(table => table.Bits > 8))
        {
            var wide = new byte[checked(pixels.Count * 6)];
            Fill(pixels, tables, MemoryMarshal.Cast<byte, ushort>(wide.AsSpan()),
                static (table, value) => (ushort)(table[value] << (16 - table.Bits)));
            return new(format.Width, format.Height, DicomBitmapFormat.Rgb48, wide);
        }

        var narrow = new byte[checked(pixels.Count * 3)];
        Fill(pixels, tables, narrow, static (table, value) =>
            (byte)(table.Bits > 8 ? table[value] >> (table.Bits - 8) : table[value] << (8 - table.Bits)));
        return new(format.Width, format.Height, DicomBitmapFormat.Rgb24, narrow);

        LookupTable Read(DicomTag descriptor, DicomTag data, DicomTag segmented) =>
            LookupTable.Read(dataset, descriptor, data, segmented, format.IsSigned);
    }

    private static void Fill<T>(GraySamples pixels, LookupTable[] tables, Span<T> rgb, Func<LookupTable, long, T> look)
    {
        var (min, max) = pixels.Range();
        var colors = new T[3 * (max - min + 1)];
        for (var value = min; value <= max; value++)
        {
            for (var channel = 0; channel < 3; channel++)
                colors[((value - min) * 3) + channel] = look(tables[channel], value);
        }

        for (var i = 0; i < pixels.Count; i++)
            colors.AsSpan((int)(pixels[i] - min) * 3, 3).CopyTo(rgb[(i * 3)..]);
    }
}
