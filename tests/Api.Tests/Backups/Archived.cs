using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Backups;

/// <summary>What an archive shows to its clients and keeps on the disk, to be compared with another one.</summary>
internal static class Archived
{
    /// <summary>Two patients, of whom one is deleted again; labels; what users said and attached; a job that has ended.</summary>
    /// <returns>The identifiers of the instances that are stored.</returns>
    public static async Task<IReadOnlyList<string>> FillAsync(ServerProcess server)
    {
        var ids = new List<string>();
        for (var number = 0; number < 6; number++)
            ids.Add(await UploadAsync(server, SyntheticInstance.Create(patient: 300 + number / 4, instance: number)));
        using var labelled = await server.Http.PutAsync(new Uri($"/instances/{ids[0]}/labels/kept", UriKind.Relative), null);
        labelled.EnsureSuccessStatusCode();
        var study = $"/studies/{Domain.OrthancId.OfStudy("SYN300", "2.25.1000.300.1")}";
        foreach (var said in (string[])["metadata/1024", "attachments/1024"])
            using (var put = await server.Http.PutAsync(new Uri($"{study}/{said}", UriKind.Relative),
                new StringContent("of the user's own"))) put.EnsureSuccessStatusCode();
        using var job = await server.Http.PostAsync(
            new Uri($"/patients/{Domain.OrthancId.OfPatient("SYN300")}/anonymize", UriKind.Relative),
            new StringContent("""{ "Keep": ["SOPInstanceUID"], "Force": true }"""));
        job.EnsureSuccessStatusCode();
        using var deleted = await server.Http.DeleteAsync(new Uri($"/patients/{Domain.OrthancId.OfPatient("SYN301")}", UriKind.Relative));
        deleted.EnsureSuccessStatusCode();
        return ids[..4];
    }

    public static async Task<string> UploadAsync(ServerProcess server, SyntheticInstance instance)
    {
        using var answer = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(instance.ToBytes()));
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).Text("ID")!;
    }

    /// <summary>Everything that clients can list, and a hash of each file.</summary>
    public static async Task<string> ShownAsync(ServerProcess server)
    {
        var shown = new List<string>();
        foreach (var path in (string[])["/patients?expand", "/studies?expand", "/series?expand", "/instances?expand",
            "/changes?limit=10000", "/jobs?expand", "/statistics"])
            shown.Add(WithoutClock(await TextAsync(server, path)));
        foreach (var instance in JsonElement.Parse(await TextAsync(server, "/instances")).EnumerateArray())
            shown.Add(
                Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(
                    await server.Http.GetByteArrayAsync(new Uri($"/instances/{instance.GetString()}/file", UriKind.Relative)))));
        foreach (var path in (string[])["patients", "studies", "instances"])
        {
            foreach (var resource in JsonElement.Parse(await TextAsync(server, $"/{path}")).EnumerateArray()
                .Select(id => $"/{path}/{id.GetString()}"))
            {
                shown.Add(await TextAsync(server, $"{resource}/metadata?expand"));
                foreach (var attached in JsonElement.Parse(await TextAsync(server, $"{resource}/attachments")).Texts())
                {
                    shown.Add(await TextAsync(server, $"{resource}/attachments/{attached}/info"));
                    shown.Add(
                        Convert.ToHexString(await server.Http.GetByteArrayAsync(
                            new Uri($"{resource}/attachments/{attached}/data", UriKind.Relative))));
                }
            }
        }
        return string.Join('\n', shown);
    }

    /// <summary>The files of a folder of files by name, those that wait to be named for good included.</summary>
    public static IReadOnlyList<string> FilesIn(string blobFolder) => !Directory.Exists(blobFolder)
        ? []
        : [.. Directory.EnumerateFiles(blobFolder, "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file))
            .Where(name => name.Length == 64).Distinct().Order(StringComparer.Ordinal)];

    public static Task<string> TextAsync(ServerProcess server, string path) => server.Http.GetStringAsync(new Uri(path, UriKind.Relative));

    /// <summary>Has a job pack resources, to its end.</summary>
    /// <returns>The path of the archive.</returns>
    public static async Task<Uri> PackAsync(ServerProcess server, IReadOnlyList<string> resources)
    {
        using var answer = await server.Http.PostAsync(
            new Uri("/tools/create-archive", UriKind.Relative),
            new StringContent($$"""{ "Resources": {{JsonSerializer.Serialize(resources)}}, "Asynchronous": true }"""));
        var job = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).Text("ID")!;
        await UntilAsync(server, job, "Success");
        return new($"/jobs/{job}/archive", UriKind.Relative);
    }

    public static async Task UntilAsync(ServerProcess server, string job, string state)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await StateAsync(server, job) != state) await Task.Delay(50, patience.Token);
    }

    public static async Task<string?> StateAsync(ServerProcess server, string job) =>
        JsonElement.Parse(await TextAsync(server, $"/jobs/{job}")).Text("State");

    // When a job was asked for is part of its answer.
    private static string WithoutClock(string json) =>
        string.Join('\n', json.Split('\n').Where(line => !line.Contains("\"Timestamp\"", StringComparison.Ordinal)));
}
