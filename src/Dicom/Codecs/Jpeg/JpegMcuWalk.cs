namespace EventDicom.Dicom;

/// <summary>
/// Goes through the MCUs of a DCT scan (ITU-T T.81 A.2): groups of blocks of all its components, or the single blocks of its only one.
/// Minds restart markers, and after each row that the stream has not ended.
/// </summary>
internal struct JpegMcuWalk
{
    private readonly int _across;
    private readonly int _down;
    private readonly int _interval;
    private readonly bool _isInterleaved;
    private int _x;
    private int _y;
    private int _untilRestart;

    public JpegMcuWalk(JpegFrame frame, JpegScan scan)
    {
        _isInterleaved = scan.Components.Count > 1;
        (_across, _down) = _isInterleaved
            ? (frame.McusAcross, frame.McusDown)
            : (scan.Components[0].BlocksAcross, scan.Components[0].BlocksDown);
        (_x, _interval, _untilRestart) = (-1, scan.RestartInterval, scan.RestartInterval);
    }

    /// <summary>The current MCU is the first behind a restart marker.</summary>
    public bool IsRestart { get; private set; }

    public bool Next(ref JpegBitReader bits)
    {
        if (++_x == _across)
        {
            bits.ThrowIfOverrun();
            (_x, _y) = (0, _y + 1);
        }

        if (_y == _down)
            return false;

        IsRestart = _interval > 0 && _untilRestart == 0;
        if (IsRestart)
        {
            bits.Restart();
            _untilRestart = _interval;
        }

        _untilRestart--;
        return true;
    }

    public readonly int BlocksOf(JpegComponent component) => _isInterleaved ? component.Horizontal * component.Vertical : 1;

    /// <summary>Column and row of a block of the current MCU.</summary>
    public readonly (int X, int Y) Place(JpegComponent component, int number) => _isInterleaved
        ? ((_x * component.Horizontal) + (number % component.Horizontal), (_y * component.Vertical) + (number / component.Horizontal))
        : (_x, _y);
}
