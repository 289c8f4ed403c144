namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>Frames of every kind that JPEG-LS and JPEG 2000 hold, by name.</summary>
internal static class NativeImages
{
    public static readonly string[] Names =
    [
        "gray 8", "gray 7", "gray 1 in 8", "gray 8 in 16", "gray 10", "gray 12", "gray 16", "signed 8", "signed 12", "signed 12 masked",
        "signed 16", "noise 8", "noise 16", "color", "one pixel", "one row",
    ];

    public static TestFrame Image(string name) => name switch
    {
        "gray 8" => TestFrame.Gray(101, 67, 8, 8),
        "gray 7" => TestFrame.Gray(101, 67, 8, 7),
        "gray 1 in 8" => TestFrame.Gray(101, 67, 8, 1),
        "gray 8 in 16" => TestFrame.Gray(101, 67, 16, 8),
        "gray 10" => TestFrame.Gray(101, 67, 16, 10),
        "gray 12" => TestFrame.Gray(101, 67, 16, 12),
        "gray 16" => TestFrame.Gray(101, 67, 16, 16),
        "signed 8" => TestFrame.Gray(101, 67, 8, 8, isSigned: true),
        "signed 12" => TestFrame.Gray(101, 67, 16, 12, isSigned: true),
        "signed 12 masked" => Masked(TestFrame.Gray(101, 67, 16, 12, isSigned: true)),
        "signed 16" => TestFrame.Gray(101, 67, 16, 16, isSigned: true),
        "noise 8" => TestFrame.Noise(TestFrame.Describe(101, 67, 1, 8, 8, isSigned: false, "MONOCHROME2"), 1),
        "noise 16" => TestFrame.Noise(TestFrame.Describe(101, 67, 1, 16, 12, isSigned: false, "MONOCHROME2"), 1),
        "one pixel" => TestFrame.Gray(1, 1, 16, 12),
        "one row" => TestFrame.Gray(300, 1, 8, 8),
        _ => TestFrame.Color(102, 67),
    };

    /// <summary>Bits that are not stored are zero, whatever the sign.</summary>
    private static TestFrame Masked(TestFrame frame)
    {
        var samples = frame.Samples.ToArray();
        for (var i = 1; i < samples.Length; i += 2)
            samples[i] &= 0x0F;

        return frame with { Samples = samples };
    }
}
