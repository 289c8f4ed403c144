namespace EventDicom.Dicom;

/// <summary>One component of a frame: what its header says (ITU-T T.81 B.2.2), and what was decoded so far.</summary>
internal sealed class JpegComponent(byte id, int horizontal, int vertical, int quantizationTable)
{
    public byte Id { get; } = id;

    /// <summary>Sampling factors, 1 to 4.</summary>
    public int Horizontal { get; } = horizontal;

    public int Vertical { get; } = vertical;

    public int QuantizationTable { get; } = quantizationTable;

    /// <summary>Blocks that hold samples of the image, for a scan of this component alone.</summary>
    public int BlocksAcross { get; private set; }

    public int BlocksDown { get; private set; }

    /// <summary>Blocks in a row of <see cref="Plane"/>, filled up to whole MCUs.</summary>
    public int Stride { get; private set; }

    /// <summary>Samples, row by row, each of 8 times <see cref="Stride"/>; empty for lossless streams, whose samples go where they belong
    /// at once.</summary>
    public ushort[] Plane { get; private set; } = [];

    /// <summary>Quantized coefficients of progressive streams, 64 for each block in zigzag order.</summary>
    public short[] Coefficients { get; private set; } = [];

    /// <summary>Of progressive streams: for each coefficient the lowest bit that has arrived, <see cref="Never"/> before the
    /// first.</summary>
    public byte[] LowestBits { get; } = [.. Enumerable.Repeat(Never, 64)];

    public const byte Never = 255;

    /// <summary>A scan has brought it.</summary>
    public bool IsDecoded { get; set; }

    public void Allocate(JpegFrame frame)
    {
        BlocksAcross = Blocks(frame.Width, Horizontal, frame.MaxHorizontal);
        BlocksDown = Blocks(frame.Height, Vertical, frame.MaxVertical);
        Stride = frame.McusAcross * Horizontal;
        var blocks = checked(Stride * frame.McusDown * Vertical * 64);
        Plane = new ushort[blocks];
        if (frame.Process == JpegProcess.Progressive)
            Coefficients = new short[blocks];
    }

    private static int Blocks(int samples, int factor, int max) => ((((samples * factor) + max - 1) / max) + 7) / 8;
}
