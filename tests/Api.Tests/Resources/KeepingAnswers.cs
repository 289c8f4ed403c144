using System.Text.Json;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Resources;

/// <summary>Rows and their texts are in memory only where the database is the server's own.</summary>
public sealed class KeepingAnswers
{
    [LocalPostgresFact]
    public async Task answers_from_memory_what_the_database_says()
    {
        await using var server = await ServerProcess.StartAsync();
        using var stored = await server.Http.PostAsync(Path("/instances"), new ByteArrayContent(SyntheticInstance.Create(1).ToBytes()));
        var uploaded = JsonElement.Parse(await stored.Content.ReadAsStringAsync());
        var study = $"/studies/{uploaded.Text("ParentStudy")}";
        string[] ways = ["labels/first", "labels/second", "metadata/4000"];

        await ShouldBeAsListedAsync();
        foreach (var way in ways)
        {
            using (await server.Http.PutAsync(Path($"{study}/{way}"), new StringContent("x"))) { }
            await ShouldBeAsListedAsync();
        }
        using (await server.Http.PostAsync(Path("/instances"), new ByteArrayContent(SyntheticInstance.Create(1, instance: 2).ToBytes()))) { }
        await ShouldBeAsListedAsync();
        using (await server.Http.DeleteAsync(Path($"{study}/labels/first"))) { }
        await ShouldBeAsListedAsync();

        async Task ShouldBeAsListedAsync()
        {
            foreach (var level in (string[])["patients", "studies", "series", "instances"])
            {
                // A list is never answered from memory.
                foreach (var listed in JsonElement.Parse(await server.Http.GetStringAsync(Path($"/{level}?expand"))).EnumerateArray())
                    for (var time = 0; time < 3; time++)
                        JsonElement.DeepEquals(await OneAsync($"/{level}/{listed.Text("ID")}"), listed).ShouldBeTrue();
            }
        }

        async Task<JsonElement> OneAsync(string path) => JsonElement.Parse(await server.Http.GetStringAsync(Path(path)));
    }

    private static Uri Path(string path) => new(path, UriKind.Relative);
}
