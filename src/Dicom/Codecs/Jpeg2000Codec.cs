using System.Buffers;
using System.Buffers.Binary;

namespace EventDicom.Dicom;

/// <summary>JPEG 2000, reversible and irreversible (PS3.5 section 8.2.4, ISO/IEC 15444-1), by OpenJPEG, on the thread of the
/// caller.</summary>
internal sealed unsafe class Jpeg2000Codec : DicomCodec
{
    public override IReadOnlyList<DicomTransferSyntax> TransferSyntaxes { get; } =
    [
        DicomTransferSyntax.JPEG2000Lossless, DicomTransferSyntax.JPEG2000Lossy,
        DicomTransferSyntax.Lookup("1.2.840.10008.1.2.4.92"), DicomTransferSyntax.Lookup("1.2.840.10008.1.2.4.93"),
    ];

    public override bool CanEncode(DicomTransferSyntax syntax) =>
        syntax.Equals(DicomTransferSyntax.JPEG2000Lossless) || syntax.Equals(DicomTransferSyntax.JPEG2000Lossy);

    public override DicomPixelFormat Decode(ReadOnlySpan<byte> compressed, DicomPixelFormat declared, Span<byte> samples)
    {
        var codestream = Jpeg2000Header.Unbox(compressed);
        var header = Jpeg2000Header.Read(codestream);
        StoredBits.RequireDeclared(declared, header.Width, header.Height, header.Components, header.Bits, samples);
        OpenJpeg.Installed.Require();

        OpenJpeg.Image* image = null;
        try
        {
            fixed (byte* source = codestream)
            {
                using var stream = new OpenJpegStream(source, codestream.Length);
                using var codec = OpenJpeg.CreateDecoder(OpenJpeg.Codestream);
                var parameters = stackalloc byte[OpenJpeg.ParametersSize];
                OpenJpeg.SetDefaultDecoderParameters(parameters);
                Check(OpenJpeg.SetUpDecoder(codec, parameters), "cannot be set up");
                Check(OpenJpeg.SetThreads(codec, 0), "cannot be set up");
                Check(OpenJpeg.ReadHeader(stream.Handle, codec, out image), "refuses the header of the frame");
                Check(OpenJpeg.Decode(codec, stream.Handle, image), "cannot decode the frame");
                Take(image, declared, samples);
            }
        }
        finally
        {
            if (image is not null)
                OpenJpeg.DestroyImage(image);
        }

        var photometric = header.TransformsColor || declared.PhotometricInterpretation is "YBR_RCT" or "YBR_ICT" ? "RGB"
            : declared.IsSubsampled ? "YBR_FULL" : declared.PhotometricInterpretation;
        return declared with { IsPlanar = false, PhotometricInterpretation = photometric };
    }

    public override DicomPixelFormat Encode(
        ReadOnlySpan<byte> samples, DicomPixelFormat format, DicomTransferSyntax syntax, DicomCodecOptions options,
        IBufferWriter<byte> compressed)
    {
        StoredBits.RequireEncodable(samples, format, "JPEG 2000");
        OpenJpeg.Installed.Require();
        var lossy = syntax.Equals(DicomTransferSyntax.JPEG2000Lossy);
        var bits = lossy ? StoredBits.ForLossy(format) : StoredBits.ForLossless(samples, format, signExtends: true);
        var transforms = format is { SamplesPerPixel: 3, PhotometricInterpretation: "RGB" };
        var image = CreateImage(samples, format, bits);
        try
        {
            using var stream = new OpenJpegStream();
            using var codec = OpenJpeg.CreateEncoder(OpenJpeg.Codestream);
            OpenJpeg.EncoderParameters parameters;
            OpenJpeg.SetDefaultEncoderParameters(&parameters);
            parameters.AllocatesByRate = 1;
            parameters.LayerCount = 1;
            parameters.Ratio = lossy ? (float)Math.Max(1, options.Jpeg2000Ratio) : 0;
            parameters.IsIrreversible = lossy ? 1 : 0;
            parameters.TransformsColor = transforms ? (byte)1 : (byte)0;
            // A tile cannot be halved more often than it has pixels
            parameters.ResolutionCount = Math.Clamp(1 + (int)Math.Log2(Math.Min(format.Width, format.Height)), 1, 6);

            Check(OpenJpeg.SetUpEncoder(codec, &parameters, image), "cannot compress such a frame");
            Check(OpenJpeg.SetThreads(codec, 0), "cannot be set up");
            Check(OpenJpeg.StartCompress(codec, image, stream.Handle), "cannot compress the frame");
            Check(OpenJpeg.Encode(codec, stream.Handle), "cannot compress the frame");
            Check(OpenJpeg.EndCompress(codec, stream.Handle), "cannot compress the frame");
            compressed.Write(stream.Written);
        }
        finally
        {
            OpenJpeg.DestroyImage(image);
        }

        return transforms ? format with { PhotometricInterpretation = lossy ? "YBR_ICT" : "YBR_RCT" } : format;
    }

    private static OpenJpeg.Image* CreateImage(ReadOnlySpan<byte> samples, DicomPixelFormat format, int bits)
    {
        var count = format.SamplesPerPixel;
        var components = stackalloc OpenJpeg.ComponentParameters[count];
        for (var i = 0; i < count; i++)
        {
            components[i] = new OpenJpeg.ComponentParameters
            {
                Dx = 1, Dy = 1, Width = (uint)format.Width, Height = (uint)format.Height,
                Precision = (uint)bits, BitsPerPixel = (uint)bits, IsSigned = format.IsSigned ? 1u : 0u,
            };
        }

        var image = OpenJpeg.CreateImage((uint)count, components, count == 1 ? OpenJpeg.ColorSpaceGray : OpenJpeg.ColorSpaceRgb);
        if (image is null)
            throw new DicomCodecException("OpenJPEG has no memory for the frame");

        (image->X1, image->Y1) = ((uint)format.Width, (uint)format.Height);
        var unused = 32 - bits;
        for (var i = 0; i < count; i++)
        {
            var target = new Span<int>(image->Components[i].Data, format.Width * format.Height);
            var size = format.BitsAllocated / 8;
            for (int pixel = 0, from = i * size; pixel < target.Length; pixel++, from += count * size)
            {
                var word = size == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(samples[from..]) : samples[from];
                target[pixel] = format.IsSigned ? word << unused >> unused : word << unused >>> unused;
            }
        }

        return image;
    }

    private static void Take(OpenJpeg.Image* image, DicomPixelFormat declared, Span<byte> samples)
    {
        var count = declared.SamplesPerPixel;
        var size = declared.BitsAllocated / 8;
        if (image->ComponentCount != count)
            throw new DicomCodecException($"OpenJPEG gives {image->ComponentCount} components instead of {count}");

        for (var i = 0; i < count; i++)
        {
            ref var component = ref image->Components[i];
            if (component.Data is null || component.Width != declared.Width || component.Height != declared.Height)
                throw new DicomCodecException($"OpenJPEG gives no component of {declared.Width}x{declared.Height} pixels");

            var source = new ReadOnlySpan<int>(component.Data, declared.Width * declared.Height);
            var to = i * size;
            foreach (var value in source)
            {
                if (size == 2)
                    BinaryPrimitives.WriteInt16LittleEndian(samples[to..], (short)value);
                else
                    samples[to] = (byte)value;

                to += count * size;
            }
        }
    }

    private static void Check(int answer, string problem)
    {
        if (answer == 0)
            throw new DicomCodecException($"OpenJPEG {problem}");
    }
}
