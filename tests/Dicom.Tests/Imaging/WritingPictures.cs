namespace EventDicom.Dicom.Tests.Imaging;

public sealed class WritingPictures
{
    public static TheoryData<DicomBitmapFormat, int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<DicomBitmapFormat, int, int>();
            foreach (var format in Enum.GetValues<DicomBitmapFormat>())
            {
                shapes.Add(format, 1, 1);
                shapes.Add(format, 67, 41);
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void as_PNG_loses_nothing(DicomBitmapFormat format, int width, int height)
    {
        foreach (var smooth in new[] { true, false })
        {
            var bitmap = Pattern(format, width, height, smooth);
            var read = PngDecoder.Decode(Encoded(bitmap, PngEncoder.Encode));
            read.Format.ShouldBe(format == DicomBitmapFormat.SignedGray16 ? DicomBitmapFormat.Gray16 : format);
            read.Samples.ToArray().ShouldBe(bitmap.Samples.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void as_PAM_loses_nothing(DicomBitmapFormat format, int width, int height)
    {
        var bitmap = Pattern(format, width, height, smooth: false);
        PnmDecoder.Decode(Encoded(bitmap, PamEncoder.Encode)).Samples.ToArray().ShouldBe(bitmap.Samples.ToArray());
    }

    [Fact]
    public void as_PAM_begins_as_Orthancs_do() =>
        System.Text.Encoding.Latin1.GetString(Encoded(new(1, 1, DicomBitmapFormat.Gray16, new byte[] { 1, 2 }), PamEncoder.Encode))
            .ShouldBe("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 65535\nTUPLTYPE GRAYSCALE\nENDHDR\n\u0002\u0001");

    [PillowFact]
    public void as_PNG_is_read_by_Pillow()
    {
        foreach (var format in new[] { DicomBitmapFormat.Gray8, DicomBitmapFormat.Gray16, DicomBitmapFormat.Rgb24 })
        {
            var bitmap = Pattern(format, 33, 21, smooth: true);
            var path = Path.GetTempFileName();
            File.WriteAllBytes(path, Encoded(bitmap, PngEncoder.Encode));
            var seen = PillowFactAttribute.Run(
                "import sys,numpy; from PIL import Image; i=Image.open(sys.argv[1]); print(i.size, "
                + "numpy.asarray(i).astype(sys.argv[2]).tobytes().hex())",
                path, bitmap.BitsPerSample == 16 ? "<u2" : "u1");
            File.Delete(path);

            seen.ShouldBe($"(33, 21) {Convert.ToHexStringLower(bitmap.Samples.Span)}");
        }
    }

    [PillowFact]
    public void as_NumPy_is_read_by_NumPy()
    {
        byte[] file = [.. NumpyHeader.Of("<f4", 1, 2, 4, 1), .. new byte[2 * 4 * 4]];
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, file);
        var seen = PillowFactAttribute.Run("import sys,numpy; a=numpy.load(sys.argv[1]); print(a.shape, a.dtype)", path);
        File.Delete(path);

        seen.ShouldBe("(1, 2, 4, 1) float32");
        System.Text.Encoding.Latin1.GetString(file, 10, 60).ShouldBe("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2,4,1)");
    }

    [Fact]
    public void as_MATLAB_text_is_what_Orthanc_writes()
    {
        Text(Dicom.Tests.Pixels.Pictures.Golden().Image()).ShouldBe("double([ 0 50 100 150 ; 200 10 20 30 ])");
        Text(Dicom.Tests.Pixels.Pictures.Color(2, "RGB", 1, 3, 5, 2, 4, 6).Image())
            .ShouldBe("double(permute(reshape([ 1 3 5 2 4 6 ], [ 3 1 2 ]), [ 3 2 1 ]))");

        static string Text(DicomImage image)
        {
            using var output = new MemoryStream();
            MatlabText.Write(image.Values(rescale: false), image.Width, image.Height, output);
            return System.Text.Encoding.ASCII.GetString(output.ToArray());
        }
    }

    private static byte[] Encoded(DicomBitmap bitmap, Action<DicomBitmap, Stream> encode)
    {
        using var output = new MemoryStream();
        encode(bitmap, output);
        return output.ToArray();
    }

    private static DicomBitmap Pattern(DicomBitmapFormat format, int width, int height, bool smooth)
    {
        var samples = new byte[width * height * DicomBitmap.BytesPerPixel(format)];
        new Random(7).NextBytes(samples);
        for (var i = 0; smooth && i < samples.Length; i++)
            samples[i] = (byte)(i / 3);
        return new(width, height, format, samples);
    }
}
