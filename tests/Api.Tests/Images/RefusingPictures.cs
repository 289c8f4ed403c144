using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Images;

[Collection(nameof(OneServer))]
public sealed class RefusingPictures(SharedServer server)
{
    private const HttpStatusCode Unsupported = HttpStatusCode.UnsupportedMediaType;

    private readonly SyntheticInstance _instance = SyntheticInstance.Create(SharedServer.NewPatient()).WithImage(2, 4, bits: 8, frames: 2);

    [LocalPostgresFact]
    public async Task tells_unknown_instances_and_frames_as_Orthanc_does()
    {
        var image = await StoreAsync(_instance);

        (await RefusalAsync("/instances/nope/preview")).ShouldBe((HttpStatusCode.NotFound, null));
        (await RefusalAsync("/instances/nope/rendered")).ShouldBe((HttpStatusCode.NotFound, null));
        foreach (var route in new[] { "numpy", "matlab", "frames", "pdf", "frames/0/raw" })
            (await RefusalAsync($"/instances/nope/{route}")).ShouldBe((HttpStatusCode.NotFound, 17), route);
        (await RefusalAsync("/series/nope/numpy")).ShouldBe((HttpStatusCode.NotFound, 17));

        foreach (var frame in new[] { "2", "-1", "a", "0.5" })
            (await RefusalAsync($"{image}/frames/{frame}/preview")).ShouldBe((HttpStatusCode.NotFound, null), frame);
        foreach (var route in new[] { "numpy", "matlab", "raw" })
        {
            (await RefusalAsync($"{image}/frames/2/{route}")).ShouldBe((HttpStatusCode.BadRequest, 3), route);
            (await RefusalAsync($"{image}/frames/-1/{route}")).ShouldBe((HttpStatusCode.BadRequest, 3), route);
            (await RefusalAsync($"{image}/frames/a/{route}")).ShouldBe((HttpStatusCode.NotFound, null), route);
        }
        (await RefusalAsync($"{image}/pdf")).ShouldBe((HttpStatusCode.NotFound, null));
        (await RefusalAsync($"{image}/numpy?rescale=x")).ShouldBe((HttpStatusCode.BadRequest, 3));
    }

    [LocalPostgresFact]
    public async Task has_no_view_of_a_syntax_that_nobody_decodes()
    {
        var image = await StoreAsync(_instance.WithEncapsulatedImage("1.2.840.10008.1.2.4.102", 16, 16, new byte[100]));

        (await RefusalAsync($"{image}/preview")).ShouldBe((Unsupported, null));
        (await RefusalAsync($"{image}/image-uint8")).ShouldBe((Unsupported, null));
        foreach (var route in new[] { "numpy", "matlab", "frames/0/numpy", "frames/0/matlab", "frames/2/numpy", "frames/2/matlab" })
            (await RefusalAsync($"{image}/{route}")).ShouldBe((HttpStatusCode.InternalServerError, 2), route);
        (await server.BytesAsync($"{image}/frames/0/raw")).ShouldBe(new byte[100]);
    }

    [LocalPostgresFact]
    public async Task tells_what_is_damaged_from_what_nobody_decodes()
    {
        string[] damaged =
        [
            await StoreAsync(_instance.WithEncapsulatedImage(SyntheticInstance.JPEGProcess1, 16, 16, new byte[100])),
            await StoreAsync(SyntheticInstance.Create(SharedServer.NewPatient()).WithImage(2, 4, bits: 8, frames: 2)
                .WithBytes(DicomTag.PixelData, "OB", new byte[6])),
            await StoreAsync(SyntheticInstance.Create(SharedServer.NewPatient())),
        ];

        foreach (var image in damaged)
        {
            foreach (var route in new[] { "numpy", "matlab", "frames/0/numpy", "frames/0/matlab" })
                (await RefusalAsync($"{image}/{route}")).ShouldBe((HttpStatusCode.BadRequest, 15), route);
            (await RefusalAsync($"{image}/preview")).ShouldBe((Unsupported, null));
            (await RefusalAsync($"{image}/frames/0/rendered")).ShouldBe((Unsupported, null));
        }
    }

    [LocalPostgresFact]
    public async Task leads_to_a_picture_that_says_so_when_asked()
    {
        var image = await StoreAsync(_instance.WithBytes(DicomTag.PixelData, "OB", []));

        using var direct = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Http.BaseAddress };
        foreach (var path in new[] { $"{image}/preview?returnUnsupportedImage", $"{image}/frames/1/rendered?returnUnsupportedImage=" })
        {
            using var answer = await direct.GetAsync(new Uri(path, UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
            new Uri(new Uri(direct.BaseAddress!, path), answer.Headers.Location!).AbsolutePath.ShouldBe("/app/images/unsupported.png");
        }

        foreach (var path in new[] { $"{image}/preview?returnUnsupportedImage=false", $"{image}/preview?returnUnsupportedImage=0" })
            (await SharedServer.RefusalAsync(direct.GetAsync(new Uri(path, UriKind.Relative))))
                .Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await SharedServer.RefusalAsync(direct.GetAsync(new Uri($"{image}/preview?returnUnsupportedImage=no", UriKind.Relative))))
            .Error.ShouldBe(3);

        using var followed = await server.GetAsync($"{image}/preview?returnUnsupportedImage");
        followed.Content.Headers.ContentType!.ToString().ShouldBe("image/png");
        PngDecoder.Decode(await followed.Content.ReadAsByteArrayAsync()).Width.ShouldBe(256);
    }

    [LocalPostgresFact]
    public async Task refuses_damaged_images_quickly_and_goes_on()
    {
        var good = await StoreAsync(_instance);
        foreach (var (tag, value) in new[]
        {
            (DicomTag.Rows, "65535"), (DicomTag.Columns, "0"), (DicomTag.BitsAllocated, "7"), (DicomTag.BitsStored, "9"),
            (DicomTag.SamplesPerPixel, "3"), (DicomTag.SamplesPerPixel, "65535"),
        })
        {
            var damaged = await StoreAsync(SyntheticInstance.Create(SharedServer.NewPatient()).WithImage(2, 4, bits: 8)
                .With(tag, "US", value));
            (await RefusalAsync($"{damaged}/preview")).ShouldBe((Unsupported, null), $"{tag} {value}");
            (await RefusalAsync($"{damaged}/rendered")).ShouldBe((Unsupported, null), $"{tag} {value}");
            (await RefusalAsync($"{damaged}/numpy")).Status.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.InternalServerError);
            (await server.GetAsync($"{good}/preview")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var endless = await StoreAsync(SyntheticInstance.Create(SharedServer.NewPatient()).WithImage(2, 4, bits: 8)
            .With(DicomTag.NumberOfFrames, "IS", "1000000"));
        (await server.GetAsync($"{endless}/preview")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await RefusalAsync($"{endless}/frames/999999/preview")).ShouldBe((Unsupported, null));
        (await server.JsonAsync($"{endless}/frames")).GetArrayLength().ShouldBe(1);
        var huge = await StoreAsync(SyntheticInstance.Create(SharedServer.NewPatient()).WithImage(2, 4, bits: 16)
            .With(DicomTag.Rows, "US", "65535").With(DicomTag.Columns, "US", "65535"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => (await RefusalAsync($"{huge}/preview")).ShouldBe((Unsupported, null))));
    }

    private async Task<string> StoreAsync(SyntheticInstance instance) => $"/instances/{(await server.UploadAsync(instance)).Text("ID")}";

    private async Task<(HttpStatusCode Status, int? Error)> RefusalAsync(string path)
    {
        var (status, error, _) = await SharedServer.RefusalAsync(server.GetAsync(path));
        return (status, error);
    }
}
