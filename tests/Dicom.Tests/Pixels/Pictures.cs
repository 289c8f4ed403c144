using System.Runtime.InteropServices;

namespace EventDicom.Dicom.Tests.Pixels;

/// <summary>Small frames with what their data sets say about them.</summary>
internal sealed class Pictures
{
    private readonly DicomDatasetBuilder _dataset = new();
    private DicomPixelFormat _format;
    private readonly byte[] _samples;

    private Pictures(byte[] samples, int width, int samplesPerPixel, int bits, string photometric, bool signed)
    {
        _samples = samples;
        _format = new()
        {
            Width = width,
            Height = samples.Length * 8 / bits / samplesPerPixel / width,
            SamplesPerPixel = samplesPerPixel,
            BitsAllocated = bits,
            BitsStored = bits,
            HighBit = bits - 1,
            IsSigned = signed,
            PhotometricInterpretation = photometric,
        };
        With(DicomTag.PixelRepresentation, signed ? "1" : "0");
    }

    /// <summary>The picture of the golden examples.</summary>
    public static Pictures Golden(string photometric = "MONOCHROME2") => Gray(4, 0, 50, 100, 150, 200, 10, 20, 30).As(photometric);

    public static Pictures Gray(int width, params byte[] values) => new(values, width, 1, 8, "MONOCHROME2", signed: false);

    public static Pictures Gray16(int width, params ushort[] values) => new(Bytes(values), width, 1, 16, "MONOCHROME2", signed: false);

    public static Pictures SignedGray16(int width, params short[] values) => new(Bytes(values), width, 1, 16, "MONOCHROME2", signed: true);

    public static Pictures Gray32(int width, params uint[] values) => new(Bytes(values), width, 1, 32, "MONOCHROME2", signed: false);

    public static Pictures Bits(int width, params byte[] packed) => new(packed, width, 1, 1, "MONOCHROME2", signed: false);

    public static Pictures Color(int width, string photometric, params byte[] values) =>
        new(values, width, 3, 8, photometric, signed: false);

    public static Pictures Color16(int width, params ushort[] values) => new(Bytes(values), width, 3, 16, "RGB", signed: false);

    public Pictures As(string photometric)
    {
        _format = _format with { PhotometricInterpretation = photometric };
        return this;
    }

    public Pictures Stored(int bits, int highBit)
    {
        _format = _format with { BitsStored = bits, HighBit = highBit };
        return this;
    }

    public Pictures With(DicomTag tag, string value)
    {
        _dataset.AddOrUpdate(tag, value);
        return this;
    }

    public Pictures With(DicomTag tag, DicomVR vr, params byte[] value)
    {
        _dataset.AddOrUpdate(tag, vr, value);
        return this;
    }

    /// <summary>A sequence whose items are made by these; null for an empty one.</summary>
    public Pictures With(DicomTag tag, params Action<DicomDatasetBuilder>[] items)
    {
        _dataset.AddOrUpdate(Sequence(tag, items));
        return this;
    }

    public static DicomSequence Sequence(DicomTag tag, params Action<DicomDatasetBuilder>[] items) => new(tag, [.. items.Select(fill =>
    {
        var item = new DicomDatasetBuilder();
        fill(item);
        return item.Build();
    })]);

    public DicomImage Image(int frame = 0) => DicomImage.Of(new(_format, _samples), _dataset.Build(), frame);

    public static byte[] Bytes<T>(params T[] values)
        where T : struct => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
