using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EventDicom.Support;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary>Search, retrieve and store as the npm package dicomweb-client does them, which viewers like OHIF are built on.</summary>
[Collection(nameof(OneServer))]
public sealed class SpeakingWithDicomwebClient(SharedServer server)
{
    private const string Package = "dicomweb-client";

    [NpmFact(Package)]
    public async Task stores_finds_and_retrieves()
    {
        var patient = SharedServer.NewPatient();
        var file = SyntheticInstance.Create(patient).WithImage(4, 6, frames: 2).ToBytes();
        var study = string.Create(CultureInfo.InvariantCulture, $"2.25.1000.{patient}.1");

        var answer = await AskAsync(file, study, $"{study}.1", $"{study}.1.1");

        answer.GetProperty("studies").Texts().ShouldBe([study]);
        answer.GetProperty("series").Texts().ShouldBe([$"{study}.1"]);
        foreach (var list in (string[])["instances", "metadata"]) answer.GetProperty(list).Texts().ShouldBe([$"{study}.1.1"], list);
        answer.GetProperty("instance").GetInt32().ShouldBe(file.Length);
        foreach (var list in (string[])["ofSeries", "ofStudy"]) Sizes(list).ShouldBe([file.Length], list);
        Sizes("bulk").ShouldBe([4 * 6 * 2 * 2]);
        Sizes("frames").ShouldBe([4 * 6 * 2, 4 * 6 * 2]);
        answer.GetProperty("isCompressed").GetBoolean().ShouldBeTrue();
        answer.GetProperty("isJpeg").GetBoolean().ShouldBeTrue();

        IEnumerable<int> Sizes(string name) => answer.GetProperty(name).EnumerateArray().Select(size => size.GetInt32());
    }

    private async Task<JsonElement> AskAsync(byte[] instance, string study, string series, string uid)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, instance);
            var script = Path.Combine(AppContext.BaseDirectory, "DicomWeb", "dicomweb-client.cjs");
            var url = new Uri(server.Http.BaseAddress!, "dicom-web").ToString();
            using var node = Process.Start(new ProcessStartInfo(
                "node", [script, NpmFactAttribute.FolderOf(Package), url, study, series, uid, path])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = node.StandardError.ReadToEndAsync();
            var output = await node.StandardOutput.ReadToEndAsync();
            await node.WaitForExitAsync();
            node.ExitCode.ShouldBe(0, await errors);
            return JsonElement.Parse(output);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
