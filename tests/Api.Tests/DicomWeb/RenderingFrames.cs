using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary>Pictures of instances, series and studies.</summary>
[Collection(nameof(OneServer))]
public sealed class RenderingFrames(SharedServer server) : IAsyncLifetime
{
    private readonly int _patient = SharedServer.NewPatient();

    private string Instance => Asking.PathOf(_patient, 1, 1, 1);

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is not null) return;
        await server.UploadAsync(SyntheticInstance.Create(_patient).WithImage(2, 2, bits: 8, frames: 2)
            .WithBytes(DicomTag.PixelData, "OB", [0, 50, 100, 200, 10, 10, 10, 20]));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [LocalPostgresTheory]
    [InlineData(null, "image/jpeg")]
    [InlineData("*/*", "image/jpeg")]
    [InlineData("image/jpeg", "image/jpeg")]
    [InlineData("image/*", "image/jpeg")]
    [InlineData("image/gif, image/png;q=0.5", "image/png")]
    [InlineData("image/png", "image/png")]
    public async Task come_as_they_are_accepted(string? accept, string type)
    {
        foreach (var resource in (string[])[Asking.PathOf(_patient), Asking.PathOf(_patient, 1, 1), Instance, $"{Instance}/frames/2"])
        {
            foreach (var operation in (string[])["rendered", "thumbnail"])
            {
                using var answer = await server.Http.AskAsync($"{resource}/{operation}", accept);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK);
                answer.Content.Headers.ContentType!.ToString().ShouldBe(type);
                var bytes = await answer.Content.ReadAsByteArrayAsync();
                var picture = type == "image/png" ? PngDecoder.Decode(bytes) : JpegFile.Decode(bytes);
                (picture.Width, picture.Height).ShouldBe((2, 2));
            }
        }
    }

    [LocalPostgresFact]
    public async Task come_as_a_part_too() =>
        (await server.Http.PartsAsync($"{Instance}/rendered", "multipart/related; type=\"image/jpeg\"")).Single().ContentType.ShouldBe("image/jpeg");

    [LocalPostgresTheory]
    [InlineData("", "0,64,128,255")]
    [InlineData("?window=100,100,linear-exact", "0,0,128,255")]
    [InlineData("?window=100,100,linear", "0,0,129,255")]
    [InlineData("?window=100,100,sigmoid", "5,30,128,250")]
    [InlineData("?viewport=2,2,0,0,-2,2", "64,0,255,128")]
    [InlineData("?viewport=4,2", "0,0,64,0,0,128,255,0")]
    [InlineData("?viewport=1,1,1,1,1,1", "255")]
    public async Task follow_window_and_viewport(string query, string expected)
    {
        using var answer = await server.Http.AskAsync($"{Instance}/rendered{query}", "image/png");
        var picture = PngDecoder.Decode(await answer.Content.ReadAsByteArrayAsync());
        string.Join(',', picture.Samples.ToArray()).ShouldBe(expected);
    }

    [LocalPostgresTheory]
    [InlineData("rendered?window=1,2")]
    [InlineData("rendered?window=1,2,cubic")]
    [InlineData("rendered?window=1,0,linear")]
    [InlineData("rendered?window=a,1,linear")]
    [InlineData("rendered?viewport=1")]
    [InlineData("rendered?viewport=1,2,3")]
    [InlineData("rendered?viewport=0,2")]
    [InlineData("rendered?viewport=30000,30000")]
    [InlineData("rendered?viewport=2,2,0,0,0,1")]
    [InlineData("rendered?quality=0")]
    [InlineData("rendered?quality=101")]
    [InlineData("thumbnail?quality=x")]
    [InlineData("frames/0/rendered")]
    [InlineData("frames/3/rendered")]
    [InlineData("frames/x/thumbnail")]
    public async Task are_refused_for_bad_arguments(string path) =>
        (await SharedServer.RefusalAsync(server.Http.AskAsync($"{Instance}/{path}"))).Status.ShouldBe(HttpStatusCode.BadRequest);

    [LocalPostgresTheory]
    [InlineData("image/gif")]
    [InlineData("text/html")]
    [InlineData("multipart/related; type=application/octet-stream")]
    public async Task are_refused_in_other_forms(string accept) =>
        (await SharedServer.RefusalAsync(server.Http.AskAsync($"{Instance}/rendered", accept))).Error.ShouldBe(8);

    [LocalPostgresFact]
    public async Task of_what_is_not_there_are_not_found() =>
        (await SharedServer.RefusalAsync(server.Http.AskAsync("/dicom-web/studies/1.2.3/thumbnail"))).Error.ShouldBe(7);

    [LocalPostgresFact]
    public async Task a_document_comes_itself_and_has_an_icon()
    {
        await server.UploadAsync(SyntheticInstance.Create(_patient, 2).With(DicomTag.MIMETypeOfEncapsulatedDocument, "LO", "application/pdf")
            .WithBytes(DicomTag.EncapsulatedDocument, "OB", "%PDF-"u8.ToArray()));

        using (var rendered = await server.Http.AskAsync($"{Asking.PathOf(_patient, 2)}/rendered"))
        {
            rendered.Content.Headers.ContentType!.ToString().ShouldBe("application/pdf");
            (await rendered.Content.ReadAsStringAsync()).ShouldStartWith("%PDF-");
        }
        using var thumbnail = await server.Http.AskAsync($"{Asking.PathOf(_patient, 2)}/thumbnail");
        JpegFile.Decode(await thumbnail.Content.ReadAsByteArrayAsync()).Width.ShouldBe(128);
    }

    [LocalPostgresFact]
    public async Task a_film_comes_itself()
    {
        await server.UploadAsync(SyntheticInstance.Create(_patient, 3).WithEncapsulatedImage("1.2.840.10008.1.2.4.102", 2, 2, [1, 2], [3, 4]));
        using var rendered = await server.Http.AskAsync($"{Asking.PathOf(_patient, 3)}/rendered");
        rendered.Content.Headers.ContentType!.ToString().ShouldBe("video/mp4");
        (await rendered.Content.ReadAsByteArrayAsync()).ShouldBe([1, 2, 3, 4]);
    }
}
