using System.Globalization;

namespace EventDicom.Dicom;

/// <summary>The image pixel attributes of a data set (PS3.3 section C.7.6.3), with what other readers take for those that are
/// missing.</summary>
internal static class PixelAttributes
{
    /// <param name="pixels">What holds the samples: floating point ones in FloatPixelData and DoubleFloatPixelData.</param>
    public static DicomPixelFormat ReadFormat(DicomDataset dataset, DicomTag pixels)
    {
        var isFloat = pixels == DicomTag.FloatPixelData || pixels == DicomTag.DoubleFloatPixelData;
        var width = Require(Number(dataset, DicomTag.Columns), 1, 65535, "Columns");
        var height = Require(Number(dataset, DicomTag.Rows), 1, 65535, "Rows");
        var samples = Number(dataset, DicomTag.SamplesPerPixel) ?? 1;
        if (samples is not (1 or 3) || (isFloat && samples != 1))
            throw new DicomPixelDataException(DicomPixelDataError.Unsupported, $"Pixels of {samples} samples are not supported");

        var allocated = isFloat ? (pixels == DicomTag.FloatPixelData ? 32 : 64)
            : Require(Number(dataset, DicomTag.BitsAllocated), 1, 65535, "BitsAllocated");
        if (allocated is not (1 or 8 or 12 or 16 or 32) && !isFloat)
            throw new DicomPixelDataException(DicomPixelDataError.Unsupported, $"Samples of {allocated} bits are not supported");

        if (allocated is 1 or 12 && samples != 1)
            throw new DicomPixelDataException(DicomPixelDataError.Unsupported, $"Color in samples of {allocated} bits is not supported");

        var stored = isFloat ? allocated : Number(dataset, DicomTag.BitsStored) is { } bits and not 0
            ? Require(bits, 1, allocated, "BitsStored") : allocated;
        var high = Number(dataset, DicomTag.HighBit) ?? (stored - 1);
        return new DicomPixelFormat
        {
            Width = width,
            Height = height,
            SamplesPerPixel = samples,
            BitsAllocated = allocated,
            BitsStored = stored,
            // A high bit that leaves no room for the bits below it, or lies outside of the sample, is a slip of the writer
            HighBit = high < stored - 1 || high >= allocated || isFloat ? stored - 1 : high,
            IsSigned = isFloat || Number(dataset, DicomTag.PixelRepresentation) == 1,
            IsFloat = isFloat,
            IsPlanar = samples > 1 && Number(dataset, DicomTag.PlanarConfiguration) == 1,
            PhotometricInterpretation = Photometric(dataset, samples),
        };
    }

    /// <summary>
    /// What the data set claims, at least 1; whether there are as many is another matter. 1 when the attribute is missing, or is no number
    /// of anything: other readers take it so too.
    /// </summary>
    public static int ReadNumberOfFrames(DicomDataset dataset)
    {
        if (!dataset.TryGetString(DicomTag.NumberOfFrames, out var text))
            return 1;

        var first = text.AsSpan();
        if (first.IndexOf('\\') is >= 0 and var end)
            first = first[..end];

        return Int128.TryParse(first, NumberStyles.Integer, CultureInfo.InvariantCulture, out var frames) && frames > 0
            ? (int)Int128.Min(frames, int.MaxValue) : 1;
    }

    private static string Photometric(DicomDataset dataset, int samples)
    {
        dataset.TryGetString(DicomTag.PhotometricInterpretation, out var text);
        return text.Trim() is { Length: > 0 } named ? named : samples == 1 ? "MONOCHROME2" : "RGB";
    }

    /// <summary>The first of the numbers; null when there is none.</summary>
    private static int? Number(DicomDataset dataset, DicomTag tag)
    {
        if (!dataset.TryGetString(tag, out var text))
            return null;

        var first = text.AsSpan();
        if (first.IndexOf('\\') is >= 0 and var end)
            first = first[..end];

        return int.TryParse(first, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static int Require(int? number, int least, int most, string name) => number switch
    {
        null => throw new DicomPixelDataException(DicomPixelDataError.Damaged, $"{name} is missing or no number"),
        { } value when value < least || value > most =>
            throw new DicomPixelDataException(DicomPixelDataError.Damaged, $"{name} is {value}, not between {least} and {most}"),
        { } value => value,
    };
}
