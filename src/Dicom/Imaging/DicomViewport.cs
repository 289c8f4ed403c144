namespace EventDicom.Dicom;

/// <summary>
/// A part of a picture on a canvas of a given size, scaled in its own proportions and in the middle, on black (PS3.18 section 8.3.5.1.3).
/// </summary>
/// <param name="Width">Of the canvas, in pixels.</param>
/// <param name="Height">Likewise.</param>
public sealed record DicomViewport(int Width, int Height)
{
    /// <summary>The part of the picture; null for all of it.</summary>
    public DicomRegion? Region { get; init; }

    /// <summary>The canvas. Of the part, what lies outside of the picture is black.</summary>
    /// <param name="source">8 bits for each sample.</param>
    public DicomBitmap Show(DicomBitmap source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var region = Region ?? new(0, 0, source.Width, source.Height);
        var (across, down) = (Math.Abs(region.Width), Math.Abs(region.Height));
        var scale = Math.Min(Width / across, Height / down);
        var (width, height) = (Shown(across * scale, Width), Shown(down * scale, Height));
        var size = DicomBitmap.BytesPerPixel(source.Format);
        var canvas = new byte[checked(Width * Height * size)];
        var (left, top) = ((Width - width) / 2, (Height - height) / 2);
        var columns = Places(region.X, across, width, region.Width < 0, source.Width);
        var rows = Places(region.Y, down, height, region.Height < 0, source.Height);
        for (var y = 0; y < height; y++)
        {
            if (rows[y] < 0)
                continue;

            var from = source.Row(rows[y]);
            var to = canvas.AsSpan((((top + y) * Width) + left) * size);
            for (var x = 0; x < width; x++)
            {
                if (columns[x] >= 0)
                    from.Slice(columns[x] * size, size).CopyTo(to[(x * size)..]);
            }
        }

        return new(Width, Height, source.Format, canvas);
    }

    private static int Shown(double length, int most) => Math.Clamp((int)Math.Round(length), 1, most);

    // For each place on the canvas the nearest pixel of the picture, -1 for none.
    private static int[] Places(double start, double length, int count, bool isFlipped, int most)
    {
        var places = new int[count];
        for (var i = 0; i < count; i++)
        {
            var place = Math.Floor(start + (((isFlipped ? count - 1 - i : i) + 0.5) * length / count));
            places[i] = place >= 0 && place < most ? (int)place : -1;
        }

        return places;
    }
}

/// <summary>A rectangle of a picture, in pixels from its top left corner.</summary>
/// <param name="Width">Not 0; a negative one turns the picture round from left to right.</param>
/// <param name="Height">Not 0; a negative one turns it upside down.</param>
public readonly record struct DicomRegion(double X, double Y, double Width, double Height);
