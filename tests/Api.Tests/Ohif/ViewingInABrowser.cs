using System.Diagnostics;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Dicom;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Ohif;

/// <summary>OHIF's own build, unchanged but for where it lies, in a browser without a window.</summary>
public sealed class ViewingInABrowser(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [BrowserFact]
    public async Task shows_the_pictures_of_a_study()
    {
        await using var server = await ServerProcess.StartAsync(
            ("EventDicom", new Dictionary<string, string> { ["Ohif"] = BrowserFactAttribute.Viewer }));
        for (var number = 1; number <= 3; number++)
        {
            var instance = SyntheticInstance.Create(1, instance: number).WithImage(256, 256).With(DicomTag.Modality, "CS", "CT");
            using var stored = await server.Http.PostAsync(
                new Uri("/instances", UriKind.Relative), new ByteArrayContent(instance.ToBytes()));
            stored.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        using var studies = System.Text.Json.JsonDocument.Parse(await server.Http.GetStringAsync(
            new Uri("/dicom-web/studies", UriKind.Relative)));
        var study = studies.RootElement[0].GetProperty("0020000D").GetProperty("Value")[0].GetString();

        // Where no picture is, OHIF's page is black, and its bars have some shades of blue.
        var shades = await ShadesInTheMiddleAsync(new Uri(server.Http.BaseAddress!, $"/ohif/viewer?StudyInstanceUIDs={study}"));

        shades.ShouldBeGreaterThan(20);
    }

    private async Task<int> ShadesInTheMiddleAsync(Uri page)
    {
        const int Width = 1280, Height = 800;
        var picture = Path.Combine(folder.Path, "page.png");
        // Virtual time passes when nothing is loading or being worked on: so long, at most, the page has to come to rest.
        using var browser = Process.Start(BrowserFactAttribute.Chromium,
            ["--headless=new", "--no-sandbox", $"--user-data-dir={Path.Combine(folder.Path, "profile")}", "--use-angle=swiftshader",
                "--enable-unsafe-swiftshader", "--hide-scrollbars", $"--window-size={Width},{Height}", "--virtual-time-budget=30000",
                $"--screenshot={picture}", page.AbsoluteUri]);
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            await browser.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!browser.HasExited) browser.Kill(entireProcessTree: true);
        }

        var shown = PngDecoder.Decode(await File.ReadAllBytesAsync(picture));
        var shades = new HashSet<byte>();
        for (var y = Height * 2 / 5; y < Height * 3 / 5; y++)
            for (var x = Width * 2 / 5; x < Width * 3 / 5; x++) shades.Add(shown.Row(y)[x * shown.Channels]);
        return shades.Count;
    }
}
