namespace EventDicom.Dicom;

/// <summary>Makes pictures smaller or larger the way Orthanc does: the nearest pixel, of gray pictures blurred before they shrink.</summary>
internal static class BitmapScaling
{
    /// <summary>The picture itself when it has the size already.</summary>
    public static DicomBitmap Resize(DicomBitmap source, int width, int height)
    {
        if (source.Width == width && source.Height == height)
            return source;

        var size = DicomBitmap.BytesPerPixel(source.Format);
        var places = new int[width];
        for (var x = 0; x < width; x++)
            places[x] = Nearest(x, source.Width, width) * size;

        var target = new byte[checked(width * height * size)];
        for (var y = 0; y < height; y++)
        {
            var from = source.Row(Nearest(y, source.Height, height));
            var to = target.AsSpan(y * width * size, width * size);
            for (var x = 0; x < width; x++)
                from.Slice(places[x], size).CopyTo(to[(x * size)..]);
        }

        return new(width, height, source.Format, target);
    }

    /// <summary>A binomial filter of 5 x 5 pixels, the nearest approximation of a Gauss filter in integers; the border is continued outwards.</summary>
    public static DicomBitmap Smooth(DicomBitmap gray)
    {
        var (width, height) = (gray.Width, gray.Height);
        var target = new byte[width * height];
        var column = new int[width + 4];
        for (var y = 0; y < height; y++)
        {
            var above2 = gray.Row(Math.Max(0, y - 2));
            var above = gray.Row(Math.Max(0, y - 1));
            var middle = gray.Row(y);
            var below = gray.Row(Math.Min(height - 1, y + 1));
            var below2 = gray.Row(Math.Min(height - 1, y + 2));
            for (var x = 0; x < width; x++)
                column[x + 2] = above2[x] + (4 * above[x]) + (6 * middle[x]) + (4 * below[x]) + below2[x];

            column[0] = column[1] = column[2];
            column[^1] = column[^2] = column[^3];
            var row = target.AsSpan(y * width, width);
            for (var x = 0; x < width; x++)
                row[x] = (byte)((column[x] + (4 * column[x + 1]) + (6 * column[x + 2]) + (4 * column[x + 3]) + column[x + 4]) >> 8);
        }

        return new(width, height, gray.Format, target);
    }

    private static int Nearest(int place, int from, int to) => (int)Math.Min(from - 1, (((2L * place) + 1) * from) / (2L * to));
}
