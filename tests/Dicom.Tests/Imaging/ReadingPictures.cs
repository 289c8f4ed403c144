namespace EventDicom.Dicom.Tests.Imaging;

public sealed class ReadingPictures
{
    private static readonly byte[] s_golden =
        Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAAAAABawyK/AAAAEklEQVR4nGNgMEqZxnCCS0QOAAteAjF/FOxfAAAAAElFTkSuQmCC");

    [Fact]
    public void reads_the_golden_PNG() => PngDecoder.Decode(s_golden).Samples.ToArray().ShouldBe([0, 50, 100, 150, 200, 10, 20, 30]);

    [PillowFact]
    public void reads_what_Pillow_writes_in_every_mode()
    {
        var folder = Directory.CreateTempSubdirectory();
        PillowFactAttribute.Run(
            """
            import sys, numpy as np
            from PIL import Image
            out = sys.argv[1]
            g = (np.add.outer(np.arange(23) * 7, np.arange(37) * 5) % 256).astype('u1')
            c = np.stack([g, g[::-1], 255 - g], axis=2)
            modes = {'L': Image.fromarray(g), '1': Image.fromarray(g).convert('1'), 'RGB': Image.fromarray(c), 'P': Image.fromarray(c).convert('P'),
                     'LA': Image.fromarray(g).convert('LA'), 'RGBA': Image.fromarray(c).convert('RGBA'), 'I;16': Image.fromarray(g.astype('u2') * 257)}
            for name, image in modes.items():
                image.save(f'{out}/{name}.png', compress_level=1)
                plain = image.convert('RGB') if name in ('RGB', 'P', 'RGBA') else image if name == 'I;16' else image.convert('L')
                np.asarray(plain).astype('<u2' if name == 'I;16' else 'u1').tofile(f'{out}/{name}.raw')
            palette4 = Image.fromarray(c).quantize(13)
            palette4.save(f'{out}/P4.png', bits=4)
            np.asarray(palette4.convert('RGB')).tofile(f'{out}/P4.raw')
            """,
            folder.FullName);

        var files = folder.GetFiles("*.png");
        files.Length.ShouldBe(8);
        foreach (var file in files)
            PngDecoder.Decode(File.ReadAllBytes(file.FullName)).Samples.ToArray()
                .ShouldBe(File.ReadAllBytes(Path.ChangeExtension(file.FullName, ".raw")), file.Name);
        folder.Delete(recursive: true);
    }

    // 5 x 5 pixels of 16 bits in Adam7's seven passes, made by hand: pass by pass, each row with filter 0
    [Fact]
    public void puts_the_passes_of_an_interlaced_PNG_together()
    {
        (int X, int Y, int StepX, int StepY)[] passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4),
            (1, 0, 2, 2), (0, 1, 1, 2)];
        var rows = new List<byte>();
        foreach (var (startX, startY, stepX, stepY) in passes)
        {
            for (var y = startY; y < 5; y += stepY)
            {
                rows.Add(0);
                for (var x = startX; x < 5; x += stepX)
                    rows.AddRange([1, (byte)((y * 5) + x)]);
            }
        }

        var read = PngDecoder.Decode(HandMadePng.Of(5, 5, depth: 16, color: 0, interlaced: true, [.. rows]));
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(read.Samples.Span).ToArray()
            .ShouldBe(Enumerable.Range(256, 25).Select(i => (ushort)i));
    }

    [Fact]
    public void survives_every_damage_to_a_PNG()
    {
        for (var place = 0; place < s_golden.Length; place++)
        {
            var damaged = (byte[])s_golden.Clone();
            damaged[place] ^= 0x5A;
            Refused(() => PngDecoder.Decode(damaged));
            Refused(() => PngDecoder.Decode(s_golden.AsMemory(0, place)));
        }

        // Without the protection of the checksums, only the decoder's own care is left
        var random = new Random(3);
        for (var round = 0; round < 2000; round++)
        {
            var rows = new byte[random.Next(1, 60)];
            random.NextBytes(rows);
            var (depth, color) = ((byte)(1 << random.Next(0, 5)), (byte)random.Next(0, 7));
            try { PngDecoder.Decode(HandMadePng.Of(random.Next(1, 9), random.Next(1, 9), depth, color, random.Next(2) == 0, rows)); }
            catch (DicomImageException) { }
        }

        static void Refused(Action read) => Should.Throw<DicomImageException>(read);
    }

    [Fact]
    public void reserves_no_memory_for_pixels_that_cannot_be_there()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<DicomImageException>(() => PngDecoder.Decode(HandMadePng.Of(60000, 60000, 8, 0, interlaced: false, [0])))
            .Reason.ShouldBe(DicomImageError.TooLarge);
        Should.Throw<DicomImageException>(() => PngDecoder.Decode(HandMadePng.Of(9000, 9000, 8, 0, interlaced: false, [0])))
            .Reason.ShouldBe(DicomImageError.Damaged);
        Should.Throw<DicomImageException>(() => PnmDecoder.Decode("P5 60000 60000 255\n1234"u8.ToArray()))
            .Reason.ShouldBe(DicomImageError.Damaged);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    [Theory]
    [InlineData("P5\n# a comment\n2 1\n255\nAB", DicomBitmapFormat.Gray8, "AB")]
    [InlineData("P6 1 1 255 ABC", DicomBitmapFormat.Rgb24, "ABC")]
    [InlineData("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\nABCD", DicomBitmapFormat.Rgb24, "ABC")]
    [InlineData("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 2\nMAXVAL 65535\nENDHDR\nABCD", DicomBitmapFormat.Gray16, "BA")]
    public void reads_the_formats_of_Netpbm(string file, DicomBitmapFormat format, string samples)
    {
        var read = PnmDecoder.Decode(System.Text.Encoding.ASCII.GetBytes(file));
        read.Format.ShouldBe(format);
        System.Text.Encoding.ASCII.GetString(read.Samples.Span).ShouldBe(samples);
    }

    [Theory]
    [InlineData("P4 1 1 A")]
    [InlineData("P5 2 2 255 ABC")]
    [InlineData("P5 2")]
    [InlineData("P5 # endless")]
    [InlineData("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 9\nMAXVAL 255\nENDHDR\nABCDEFGHIJ")]
    [InlineData("P7\nWIDTH 1\n")]
    [InlineData("P6 -1 1 255 ABC")]
    public void refuses_Netpbm_files_that_make_no_sense(string file) =>
        Should.Throw<DicomImageException>(() => PnmDecoder.Decode(System.Text.Encoding.ASCII.GetBytes(file)))
        .Reason.ShouldBe(DicomImageError.Damaged);
}
