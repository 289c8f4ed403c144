using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Images;

/// <summary>The vectors of the golden examples, through HTTP.</summary>
[Collection(nameof(OneServer))]
public sealed class ViewingPictures(SharedServer server)
{
    private readonly string _patient = $"PIC{SharedServer.NewPatient()}";

    [LocalPostgresFact]
    public async Task gives_the_golden_samples()
    {
        var image = $"/instances/{await server.CreateAsync(new { PatientID = _patient, WindowCenter = "100", WindowWidth = "100" })}";

        foreach (var path in new[] { image, $"{image}/frames/0" })
        {
            (await server.SamplesAsync($"{path}/preview")).ShouldBe("004080bfff0d1a26");
            (await server.SamplesAsync($"{path}/image-uint8")).ShouldBe("00326496c80a141e");
            (await server.SamplesAsync($"{path}/image-uint16", maximum: 65535)).ShouldBe("000000320064009600c8000a0014001e");
            (await server.SamplesAsync($"{path}/image-int16", maximum: 65535)).ShouldBe("000000320064009600c8000a0014001e");
            (await server.SamplesAsync($"{path}/rendered")).ShouldBe("00007fffff000000");
            (await server.SamplesAsync($"{path}/rendered?window-center=100&window-width=200")).ShouldBe("003f7fbfff0c1926");
        }
    }

    [LocalPostgresFact]
    public async Task gives_the_samples_without_a_window_in_the_file()
    {
        var image = $"/instances/{await server.CreateAsync(new { PatientID = _patient })}";

        (await server.SamplesAsync($"{image}/rendered")).ShouldBe("00316395c709131d");
        (await server.SamplesAsync($"{image}/rendered?window-center=50")).ShouldBe("4d7fb1e3ff57616b");
        (await server.SamplesAsync($"{image}/rendered?window-width=10")).ShouldBe("000000ffff000000");
        (await server.SamplesAsync($"{image}/rendered?window-center=50&window-width=0")).ShouldBe("007fffffff000000");
    }

    [LocalPostgresFact]
    public async Task turns_MONOCHROME1_round_and_rescales_where_Orthanc_does()
    {
        var instance = SyntheticInstance.Create(SharedServer.NewPatient()).WithImage(2, 4, bits: 8)
            .With(DicomTag.PhotometricInterpretation, "CS", "MONOCHROME1").With(DicomTag.RescaleSlope, "DS", "2")
            .With(DicomTag.RescaleIntercept, "DS", "-10")
            .WithBytes(DicomTag.PixelData, "OB", [0, 50, 100, 150, 200, 10, 20, 30]);
        var image = $"/instances/{(await server.UploadAsync(instance)).Text("ID")}";

        (await server.SamplesAsync($"{image}/preview")).ShouldBe("ffbf7f4000f2e5d9");
        (await server.SamplesAsync($"{image}/image-uint8")).ShouldBe("00326496c80a141e");
        (await server.SamplesAsync($"{image}/rendered")).ShouldBe("ffa6420000f6e2ce");
        (await server.SamplesAsync($"{image}/rendered?window-center=100&window-width=200")).ShouldBe("ff8d0d0000f3d9c0");
        (await server.BytesAsync($"{image}/numpy"))[128..]
            .ShouldBe(new[] { -10f, 90, 190, 290, 390, 10, 30, 50 }.SelectMany(BitConverter.GetBytes).ToArray());
    }

    [LocalPostgresFact]
    public async Task gives_16_bits()
    {
        var image =
            $"/instances/{await server.CreateAsync(new { PatientID = _patient }, SyntheticPicture.Pam(4, 1, 1, 65535, 0, 0, 1, 0x2C, 0x9C, 0x40, 0xFF, 0xFF))}";

        (await server.SamplesAsync($"{image}/preview", height: 1)).ShouldBe("00019cff");
        (await server.SamplesAsync($"{image}/image-uint8", height: 1)).ShouldBe("00ffffff");
        (await server.SamplesAsync($"{image}/image-int16", height: 1, maximum: 65535)).ShouldBe("0000012c7fff7fff");
        (await server.SamplesAsync($"{image}/rendered", height: 1)).ShouldBe("00019bfe");
        using var png = await server.GetAsync($"{image}/image-uint16");
        PngDecoder.Decode(await png.Content.ReadAsByteArrayAsync()).Format.ShouldBe(DicomBitmapFormat.Gray16);
    }

    [LocalPostgresFact]
    public async Task gives_colors_unchanged_and_no_gray_of_them()
    {
        var image =
            $"/instances/{await server.CreateAsync(new { PatientID = _patient }, SyntheticPicture.Pam(2, 1, 3, 255, 1, 2, 3, 4, 5, 6))}";

        (await server.SamplesAsync($"{image}/preview", width: 2, height: 1, depth: 3)).ShouldBe("010203040506");
        (await server.SamplesAsync($"{image}/rendered", width: 2, height: 1, depth: 3)).ShouldBe("010203040506");
        (await SharedServer.RefusalAsync(server.GetAsync($"{image}/image-uint8")))
            .ShouldBe((HttpStatusCode.UnsupportedMediaType, null, null));
        (await server.TextAsync($"{image}/matlab")).ShouldBe("double(permute(reshape([ 1 2 3 4 5 6 ], [ 3 1 2 ]), [ 3 2 1 ]))");
    }

    [LocalPostgresFact]
    public async Task scales_into_the_box()
    {
        var image =
            $"/instances/{await server.CreateAsync(new { PatientID = _patient }, SyntheticPicture.Pam(256, 120, 1, 255, new byte[256 * 120]))}";

        await server.SamplesAsync($"{image}/rendered?width=64", width: 64, height: 30);
        await server.SamplesAsync($"{image}/rendered?width=64&height=15&smooth=true", width: 32, height: 15);
        foreach (var bad in new[] { "width=a", "width=-3", "height=x", "window-center=x", "window-width=a" })
            (await SharedServer.RefusalAsync(server.GetAsync($"{image}/rendered?{bad}")))
                .ShouldBe((HttpStatusCode.NotFound, null, null), bad);
        (await SharedServer.RefusalAsync(server.GetAsync($"{image}/rendered?smooth=x")))
            .Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await SharedServer.RefusalAsync(server.GetAsync($"{image}/rendered?width=2000000000")))
            .Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [LocalPostgresFact]
    public async Task sends_what_the_client_accepts()
    {
        var image = $"/instances/{await server.CreateAsync(new { PatientID = _patient })}";

        foreach (var (accept, type) in new[]
        {
            ("*/*", "image/png"), ("image/*", "image/png"), ("image/jpeg, */*", "image/jpeg"),
            ("image/png;q=0.5, image/jpeg;q=0.9", "image/jpeg"), ("image/x-portable-arbitrarymap", "image/x-portable-arbitrarymap"),
        })
        {
            using var answer = await server.AcceptAsync($"{image}/preview", accept);
            answer.Content.Headers.ContentType!.ToString().ShouldBe(type, accept);
            answer.Content.Headers.ContentLength.ShouldBe((await answer.Content.ReadAsByteArrayAsync()).Length);
        }

        foreach (var (path, accept) in new[] { ("preview", "text/html"), ("preview", "image/PNG"), ("image-uint16", "image/jpeg"),
            ("image-int16", "image/jpeg, */*") })
        {
            using var answer = await server.AcceptAsync($"{image}/{path}", accept);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, accept);
        }

        using var jpeg = await server.AcceptAsync($"{image}/preview?quality=100", "image/jpeg");
        var read = JpegFile.Decode(await jpeg.Content.ReadAsByteArrayAsync());
        read.Samples.ToArray().Zip(new[] { 0, 64, 128, 191, 255, 13, 26, 38 }).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) <= 4);
        foreach (var quality in new[] { "0", "101", "a" })
            (await SharedServer.RefusalAsync(server.GetAsync($"{image}/preview?quality={quality}")))
                .Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }
}
