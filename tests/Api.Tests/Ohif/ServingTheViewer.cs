using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Ohif;

/// <summary>The folder holds what stands for OHIF's files; <see cref="ViewingInABrowser"/> has the real ones.</summary>
public sealed class ServingTheViewer(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    private const string Script = "app.bundle.0f6159c501addfe9.js";

    private string Viewer => Path.Combine(folder.Path, "viewer");

    [LocalPostgresFact]
    public async Task serves_the_files_of_the_folder_and_its_page_for_every_other_path()
    {
        WriteViewer();
        await using var server = await ServerProcess.StartAsync(
            ("EventDicom", new Dictionary<string, string> { ["Ohif"] = Viewer }));
        using var browser = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None })
        {
            BaseAddress = server.Http.BaseAddress,
        };
        async Task<HttpResponseMessage> GetAsync(string path, params string[] encodings)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            foreach (var encoding in encodings) request.Headers.AcceptEncoding.Add(StringWithQualityHeaderValue.Parse(encoding));
            return await browser.SendAsync(request);
        }

        foreach (var page in (string[])["/ohif", "/ohif/", "/ohif/viewer?StudyInstanceUIDs=1.2", "/ohif/viewer/dicomweb", "/ohif/index.html"])
        {
            using var answer = await GetAsync(page);
            answer.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8", page);
            answer.Headers.GetValues("Cross-Origin-Opener-Policy").ShouldBe(["same-origin"]);
            answer.Headers.GetValues("Cross-Origin-Embedder-Policy").ShouldBe(["require-corp"]);
            answer.Headers.CacheControl!.ToString().ShouldBe("no-cache");
            (await answer.Content.ReadAsStringAsync()).ShouldContain("PUBLIC_URL");
        }

        using var config = await GetAsync("/ohif/app-config.js");
        config.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        var text = await config.Content.ReadAsStringAsync();
        text.ShouldContain("window.location.origin + \"/dicom-web\"");
        text.ShouldContain("routerBasename: '/ohif'");

        using var whole = await GetAsync($"/ohif/{Script}", "gzip;q=0");
        (await whole.Content.ReadAsStringAsync()).ShouldBe("let whole;");
        whole.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
        using var packed = await GetAsync($"/ohif/{Script}", "br", "gzip");
        packed.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        packed.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        await using var unpacking = new GZipStream(await packed.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        (await new StreamReader(unpacking).ReadToEndAsync()).ShouldBe("let packed;");
        using var wasm = await GetAsync("/ohif/0ddf166f7a343eda.wasm");
        wasm.Content.Headers.ContentType!.MediaType.ShouldBe("application/wasm");

        foreach (var nothing in (string[])["/ohif/nothing.js", "/ohif/%2e%2e/secret.txt", "/ohif/..%2fsecret.txt", "/Ohif", "/ohifx"])
        {
            using var answer = await GetAsync(nothing);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, nothing);
        }
        (await server.Http.GetStringAsync(new Uri("/plugins", UriKind.Relative))).ShouldContain("\"ohif\"");
        (await server.Http.GetStringAsync(new Uri("/plugins/ohif", UriKind.Relative))).ShouldContain("\"RootUri\": \"../ohif/\"");
    }

    [LocalPostgresFact]
    public async Task starts_without_a_viewer_and_says_so()
    {
        await using var server = await ServerProcess.StartAsync(
            ("EventDicom", new Dictionary<string, string> { ["Ohif"] = Path.Combine(folder.Path, "nothing") }));

        server.LastWords().ShouldContain("The OHIF viewer is not served");
        (await server.Http.GetStringAsync(new Uri("/plugins", UriKind.Relative))).ShouldNotContain("ohif");
        using var answer = await server.Http.GetAsync(new Uri("/ohif/", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [LocalPostgresFact]
    public async Task says_that_it_needs_DICOMweb()
    {
        WriteViewer();
        await using var server = await ServerProcess.StartAsync(
            ("EventDicom", new Dictionary<string, string> { ["Ohif"] = Viewer }),
            ("DicomWeb", new Dictionary<string, bool> { ["Enable"] = false }));

        server.LastWords().ShouldContain("The OHIF viewer is not served: it needs DICOMweb");
        using var answer = await server.Http.GetAsync(new Uri("/ohif/", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private void WriteViewer()
    {
        Directory.CreateDirectory(Viewer);
        foreach (var (name, content) in new[]
        {
            ("index.html", """<html><head><base href="/ohif/"><script>window.PUBLIC_URL="/ohif/"</script></head></html>"""),
            ("app-config.js", "of another server"), (Script, "let whole;"), ("0ddf166f7a343eda.wasm", "\0asm"),
            (Path.Combine("..", "secret.txt"), "secret"),
        })
            File.WriteAllText(Path.Combine(Viewer, name), content);
        using var packed = new GZipStream(File.Create(Path.Combine(Viewer, $"{Script}.gz")), CompressionLevel.Fastest);
        packed.Write(Encoding.ASCII.GetBytes("let packed;"));
    }
}
