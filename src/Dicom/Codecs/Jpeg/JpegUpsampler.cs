namespace EventDicom.Dicom;

/// <summary>
/// Gives the rows of a component as many samples as the image has. Between two samples of a component that has half as many it takes a
/// quarter from the farther one, as the Independent JPEG Group's decoder does and with it most viewers; it repeats those that are rarer.
/// </summary>
internal sealed class JpegUpsampler(JpegFrame frame, JpegComponent component)
{
    private readonly int _across = frame.MaxHorizontal / component.Horizontal;
    private readonly int _down = frame.MaxVertical / component.Vertical;
    private readonly int _width = ((frame.Width * component.Horizontal) + frame.MaxHorizontal - 1) / frame.MaxHorizontal;
    private readonly int _height = ((frame.Height * component.Vertical) + frame.MaxVertical - 1) / frame.MaxVertical;

    // Four times a row of the component as it is at the height of a row of the image.
    private readonly int[] _mixed = new int[component.Stride * 8];

    /// <param name="y">A row of the image.</param>
    /// <param name="row">Takes at least the width of the image, up to whole MCUs.</param>
    public void ReadRow(int y, Span<ushort> row)
    {
        var near = Row(y / _down);
        if (_across == 1 && _down == 1)
        {
            near.CopyTo(row);
            return;
        }

        var far = _down == 2 ? Row(Math.Clamp((y / 2) + ((y % 2 * 2) - 1), 0, _height - 1)) : near;
        for (var x = 0; x < near.Length; x++)
            _mixed[x] = (3 * near[x]) + far[x];

        if (_across == 2)
            Interpolate(row);
        else
            Repeat(row);
    }

    private ReadOnlySpan<ushort> Row(int y) => component.Plane.AsSpan(y * component.Stride * 8, _width);

    private void Interpolate(Span<ushort> row)
    {
        // Halves go down and up in turn, so that they do not add up to a shift.
        var (left, right) = _down == 2 ? (8, 7) : (4, 8);
        for (var x = 0; x < _width; x++)
        {
            var (before, here, after) = (_mixed[Math.Max(x - 1, 0)], _mixed[x], _mixed[Math.Min(x + 1, _width - 1)]);
            row[2 * x] = (ushort)(((3 * here) + before + left) >> 4);
            row[(2 * x) + 1] = (ushort)(((3 * here) + after + right) >> 4);
        }
    }

    private void Repeat(Span<ushort> row)
    {
        for (var (x, to) = (0, 0); x < _width; x++, to += _across)
            row.Slice(to, _across).Fill((ushort)((_mixed[x] + 2) >> 2));
    }
}
