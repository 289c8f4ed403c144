namespace EventDicom.Dicom;

/// <summary>Makes pictures smaller or larger the way Orthanc does: the nearest pixel, of gray pictures blurred before they
/// shrink.</summary>
internal static class BitmapScaling
{
    /// <summary>For each place along a side the nearest one along the side that it is scaled from.</summary>
    public static int[] Nearest(int from, int to)
    {
        var places = new int[to];
        for (var place = 0; place < to; place++)
            places[place] = (int)Math.Min(from - 1, (((2L * place) + 1) * from) / (2L * to));

        return places;
    }

    /// <summary>The picture itself when it has the size already.</summary>
    public static DicomBitmap Resize(DicomBitmap source, int width, int height)
    {
        if (source.Width == width && source.Height == height)
            return source;

        var size = DicomBitmap.BytesPerPixel(source.Format);
        var (columns, rows) = (Nearest(source.Width, width), Nearest(source.Height, height));
        var target = new byte[checked(width * height * size)];
        for (var y = 0; y < height; y++)
        {
            var from = source.Row(rows[y]);
            var to = target.AsSpan(y * width * size, width * size);
            for (var x = 0; x < width; x++)
                from.Slice(columns[x] * size, size).CopyTo(to[(x * size)..]);
        }

        return new(width, height, source.Format, target);
    }

    /// <summary>
    /// Blurs and resizes, and reckons no pixel that is then left out. A binomial filter of 5 x 5 pixels is the nearest approximation of a
    /// Gauss filter in integers; the border is continued outwards.
    /// </summary>
    public static DicomBitmap Smooth(DicomBitmap gray, int width, int height)
    {
        var (columns, rows) = (Nearest(gray.Width, width), Nearest(gray.Height, height));
        var target = new byte[checked(width * height)];
        var column = new int[gray.Width + 4];
        for (var i = 0; i < height; i++)
        {
            // Several rows may come from one where only the width shrinks
            var row = target.AsSpan(i * width, width);
            if (i > 0 && rows[i] == rows[i - 1])
            {
                target.AsSpan((i - 1) * width, width).CopyTo(row);
                continue;
            }

            Add(gray, rows[i], column);
            for (var x = 0; x < width; x++)
            {
                var near = column.AsSpan(columns[x], 5);
                row[x] = (byte)((near[0] + (4 * near[1]) + (6 * near[2]) + (4 * near[3]) + near[4]) >> 8);
            }
        }

        return new(width, height, gray.Format, target);
    }

    // The sums of five pixels above each other, two more of them at both ends.
    private static void Add(DicomBitmap gray, int y, int[] sums)
    {
        var (width, last) = (gray.Width, gray.Height - 1);
        var above2 = gray.Row(Math.Max(0, y - 2));
        var above = gray.Row(Math.Max(0, y - 1));
        var middle = gray.Row(y);
        var below = gray.Row(Math.Min(last, y + 1));
        var below2 = gray.Row(Math.Min(last, y + 2));
        for (var x = 0; x < width; x++)
            sums[x + 2] = above2[x] + (4 * above[x]) + (6 * middle[x]) + (4 * below[x]) + below2[x];

        sums[0] = sums[1] = sums[2];
        sums[^1] = sums[^2] = sums[^3];
    }
}
