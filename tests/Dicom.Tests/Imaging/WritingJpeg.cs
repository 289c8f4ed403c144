namespace EventDicom.Dicom.Tests.Imaging;

public sealed class WritingJpeg
{
    [PillowFact]
    public void is_read_by_Pillow_with_the_right_colors()
    {
        var samples = new byte[40 * 24 * 3];
        for (var i = 0; i < samples.Length; i += 3)
            (samples[i], samples[i + 1], samples[i + 2]) = (200, 40, 90);
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, Encoded(new(40, 24, DicomBitmapFormat.Rgb24, samples), 95));
        var seen =
            PillowFactAttribute.Run(
                "import sys; from PIL import Image; i=Image.open(sys.argv[1]); print(i.size, i.mode, 'jfif' in i.info, "
                + "*i.getpixel((20,12)))", path);
        File.Delete(path);

        seen.ShouldStartWith("(40, 24) RGB True ");
        seen.Split(' ')[^3..].Select(int.Parse).Zip(new[] { 200, 40, 90 }).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) <= 3);
    }

    [Fact]
    public void comes_back_nearly_as_it_was_and_smaller_at_lower_quality()
    {
        var samples = new byte[64 * 48];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (byte)((i % 64 * 3) + (i / 64));
        var bitmap = new DicomBitmap(64, 48, DicomBitmapFormat.Gray8, samples);

        var read = JpegFile.Decode(Encoded(bitmap, 95));
        read.Format.ShouldBe(DicomBitmapFormat.Gray8);
        read.Samples.ToArray().Zip(samples).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) <= 4);
        Encoded(bitmap, 10).Length.ShouldBeLessThan(Encoded(bitmap, 95).Length);
        JpegFile.IsBaseline(Encoded(bitmap, 50)).ShouldBeTrue();
    }

    [PillowFact]
    public void is_read_back_from_Pillow_baseline_and_progressive()
    {
        var folder = Directory.CreateTempSubdirectory();
        PillowFactAttribute.Run(
            """
            import sys, numpy as np
            from PIL import Image
            g = (np.add.outer(np.arange(40) * 2, np.arange(56) * 3) % 256).astype('u1')
            for name, image in (('gray', Image.fromarray(g)), ('color', Image.fromarray(np.stack([g, g // 2, 255 - g], axis=2)))):
                for progressive in (False, True):
                    path = f'{sys.argv[1]}/{name}{progressive}'
                    image.save(path + '.jpg', quality=95, progressive=progressive, subsampling=0)
                    np.asarray(Image.open(path + '.jpg')).tofile(path + '.raw')
            Image.fromarray(np.zeros((8, 8, 4), 'u1'), 'CMYK').save(sys.argv[1] + '/cmyk.jpeg')
            """,
            folder.FullName);

        var files = folder.GetFiles("*.jpg");
        files.Length.ShouldBe(4);
        foreach (var file in files)
        {
            var expected = File.ReadAllBytes(Path.ChangeExtension(file.FullName, ".raw"));
            JpegFile.Decode(File.ReadAllBytes(file.FullName)).Samples.ToArray().Zip(expected)
                .ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) <= 2);
            JpegFile.IsBaseline(File.ReadAllBytes(file.FullName)).ShouldBe(file.Name.Contains("False", StringComparison.Ordinal));
        }

        Should.Throw<DicomImageException>(() => JpegFile.Decode(File.ReadAllBytes(Path.Combine(folder.FullName, "cmyk.jpeg"))))
            .Reason.ShouldBe(DicomImageError.Unsupported);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void survives_damage()
    {
        var file = Encoded(new(16, 16, DicomBitmapFormat.Gray8, new byte[256]), 90);
        var random = new Random(5);
        for (var round = 0; round < 3000; round++)
        {
            var damaged = (byte[])file.Clone();
            for (var hits = random.Next(1, 5); hits > 0; hits--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            Read(damaged);
            Read(file[..random.Next(file.Length)]);
        }

        static void Read(byte[] bytes)
        {
            try { JpegFile.Decode(bytes, maxLength: 1 << 20); }
            catch (DicomImageException) { }
        }
    }

    private static byte[] Encoded(DicomBitmap bitmap, int quality)
    {
        using var output = new MemoryStream();
        JpegFile.Encode(bitmap, quality, output);
        return output.ToArray();
    }
}
