using System.IO.Compression;
using System.Text.Json;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Jobs;

/// <summary>The archives that jobs leave, on servers of their own that keep few of them.</summary>
public sealed class KeepingOutputs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [LocalPostgresFact]
    public async Task keeps_as_many_archives_as_it_is_configured()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString, options: "\"MediaArchiveSize\": 1,");
        var uploaded = await server.UploadAsync(SyntheticInstance.Create(1));
        var first = await PackAsync(server, $"/studies/{uploaded.Text("ParentStudy")}/archive", """{"Asynchronous":true}""");
        first.Text("Type").ShouldBe("Archive");
        using (var kept = await GetAsync(server, $"/jobs/{first.Text("ID")}/archive"))
        {
            kept.Content.Headers.ContentType!.ToString().ShouldBe("application/zip");
            kept.Content.Headers.GetValues("Content-Disposition").ShouldHaveSingleItem().ShouldBe("filename=\"archive.zip\"");
            using var zip = new ZipArchive(await kept.Content.ReadAsStreamAsync());
            zip.Entries.Count.ShouldBe(1);
        }

        var second = await PackAsync(server, "/tools/create-media",
            $$"""{"Resources":["{{uploaded.Text("ID")}}"],"Synchronous":false,"Transcode":"1.2.840.10008.1.2"}""");
        second.Text("Type").ShouldBe("Media");
        second.GetProperty("Content").Names().ShouldBe(
            ["ArchiveSize", "ArchiveSizeMB", "Description", "InstancesCount", "LossyQuality", "Transcode", "UncompressedSize",
                "UncompressedSizeMB", "Utf8"]);
        second.GetProperty("Content").Text("Transcode").ShouldBe("1.2.840.10008.1.2");

        (await RefusalAsync(server.Http.GetAsync(Uri($"/jobs/{first.Text("ID")}/archive")))).ShouldBe((HttpStatusCode.NotFound, 7));
        (await server.JobAsync(first.Text("ID")!)).Text("State").ShouldBe("Success", "only its archive is gone");
        (await RefusalAsync(server.Http.GetAsync(Uri($"/jobs/{second.Text("ID")}/other")))).ShouldBe((HttpStatusCode.NotFound, 7));

        using var dropped = await server.Http.DeleteAsync(Uri($"/jobs/{second.Text("ID")}/archive"));
        (dropped.StatusCode, await dropped.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.OK, ""));
        (await RefusalAsync(server.Http.GetAsync(Uri($"/jobs/{second.Text("ID")}/archive")))).ShouldBe((HttpStatusCode.NotFound, 7));
        (await RefusalAsync(server.Http.DeleteAsync(Uri($"/jobs/{second.Text("ID")}/archive")))).ShouldBe((HttpStatusCode.NotFound, 7));
    }

    [LocalPostgresFact]
    public async Task has_archives_go_with_their_jobs()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString,
            options: "\"MediaArchiveSize\": 0, \"JobsHistorySize\": 2,");
        var uploaded = await server.UploadAsync(SyntheticInstance.Create(2));
        var jobs = new List<string>();
        for (var i = 0; i < 3; i++)
            jobs.Add((await PackAsync(server, "/tools/create-archive",
                $$"""{"Resources":["{{uploaded.Text("ID")}}"],"Asynchronous":true}""")).Text("ID")!);

        (await RefusalAsync(server.Http.GetAsync(Uri($"/jobs/{jobs[0]}/archive")))).ShouldBe((HttpStatusCode.NotFound, 7));
        using var gone = await server.Http.GetAsync(Uri($"/jobs/{jobs[0]}"));
        (gone.StatusCode, await gone.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.NotFound, ""));
        foreach (var id in jobs[1..])
        {
            using var kept = await GetAsync(server, $"/jobs/{id}/archive");
            kept.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var forgotten = await server.Http.DeleteAsync(Uri($"/jobs/{jobs[2]}"));
        forgotten.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await RefusalAsync(server.Http.GetAsync(Uri($"/jobs/{jobs[2]}/archive")))).ShouldBe((HttpStatusCode.NotFound, 7));
    }

    [LocalPostgresFact]
    public async Task starts_no_archive_over()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString);
        var uploaded = await server.UploadAsync(SyntheticInstance.Create(3));
        var others = await server.FillPlacesAsync();
        foreach (var route in (string[])["/tools/create-archive", "/tools/create-media"])
        {
            var id = (await server.AnswerAsync(route, $$"""{"Resources":["{{uploaded.Text("ID")}}"],"Asynchronous":true}""")).Text("ID")!;
            (await server.ControlAsync(id, "cancel")).ShouldBe(HttpStatusCode.OK);

            (await RefusalAsync(server.Http.PostAsync(Uri($"/jobs/{id}/resubmit"), null)))
                .ShouldBe((HttpStatusCode.InternalServerError, 6));
            (await server.JobAsync(id)).GetProperty("ErrorCode").GetInt32().ShouldBe(37);
            (await RefusalAsync(server.Http.GetAsync(Uri($"/jobs/{id}/archive")))).ShouldBe((HttpStatusCode.NotFound, 7));
        }

        foreach (var other in others)
        {
            server.Kind.Open(other);
            await server.UntilAsync(other, "Success");
        }
    }

    private static async Task<JsonElement> PackAsync(JobServer server, string path, string body) =>
        await server.UntilAsync((await server.AnswerAsync(path, body)).Text("ID")!, "Success");

    private static async Task<HttpResponseMessage> GetAsync(JobServer server, string path)
    {
        var answer = await server.Http.GetAsync(Uri(path));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return answer;
    }

    private static async Task<(HttpStatusCode, int?)> RefusalAsync(Task<HttpResponseMessage> request)
    {
        var refusal = await SharedServer.RefusalAsync(request);
        return (refusal.Status, refusal.Error);
    }

    private static Uri Uri(string path) => new(path, UriKind.Relative);
}
