using EventDicom.Dicom;

namespace EventDicom.Api.DicomWeb;

/// <summary>The thumbnail of what has no frames: a sheet of paper with some lines on it.</summary>
internal static class DocumentIcon
{
    private const int Side = 128, Left = 32, Top = 16, Right = 96, Bottom = 112, Margin = 8, Spacing = 10;

    public static DicomBitmap Draw()
    {
        var samples = new byte[Side * Side];
        for (var y = Top; y < Bottom; y++)
        {
            var isLine = y > Top + Margin && y < Bottom - Margin && (y - Top) % Spacing < 2;
            for (var x = Left; x < Right; x++)
                samples[(y * Side) + x] = (byte)(isLine && x >= Left + Margin && x < Right - Margin ? 96 : 240);
        }
        return new(Side, Side, DicomBitmapFormat.Gray8, samples);
    }
}
