namespace EventDicom.Dicom;

/// <summary>The frames that a data set really holds, counted from its pixel data and not from what its attributes promise.</summary>
internal abstract class FrameSource
{
    /// <summary>Frames that there are bytes for, from frame 0 on.</summary>
    public abstract int Count { get; }

    /// <summary>Bytes that reading a frame takes at most.</summary>
    public abstract long LongestFrame { get; }

    /// <param name="frame">From 0 on.</param>
    /// <param name="maxLength">Bytes that a frame may have.</param>
    /// <exception cref="DicomPixelDataException">The frame is not wholly there, is not told from its neighbours, or is longer than
    /// allowed.</exception>
    public abstract ReadOnlyMemory<byte> Read(int frame, long maxLength);
}
