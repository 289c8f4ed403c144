using System.Text.Json;
using EventDicom.Api.Tests.Blobs;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Archives;

/// <summary>An archive that was sent while its client waited is listed as a job that has ended.</summary>
[Collection(nameof(OneServer))]
public sealed class ListingArchives(SharedServer server)
{
    [LocalPostgresTheory]
    [InlineData("archive", "Archive")]
    [InlineData("media", "Media")]
    public async Task as_soon_as_the_last_byte_is_there(string route, string type)
    {
        var uploaded = await server.UploadAsync(SyntheticInstance.Create(SharedServer.NewPatient()));
        var before = (await server.JsonAsync("/jobs")).Texts();

        var zip = await server.BytesAsync($"/studies/{uploaded.Text("ParentStudy")}/{route}");

        var job = await ListedAsync(before, type);
        job.Text("State").ShouldBe("Success");
        job.GetProperty("Progress").GetInt32().ShouldBe(100);
        var content = job.GetProperty("Content");
        content.Text("Description").ShouldBe("REST API");
        content.GetProperty("InstancesCount").GetInt32().ShouldBe(1);
        content.Text("ArchiveSize").ShouldBe($"{zip.Length}");
        // It has left no file, and is controlled like any job that has ended.
        var refusal = await SharedServer.RefusalAsync(server.GetAsync($"/jobs/{job.Text("ID")}/archive"));
        (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.NotFound, 7));
        foreach (var (action, status) in ((string, HttpStatusCode)[])[("cancel", HttpStatusCode.OK), ("pause", HttpStatusCode.OK),
            ("resume", HttpStatusCode.BadRequest), ("resubmit", HttpStatusCode.BadRequest)])
        {
            using var answer = await server.PostAsync($"/jobs/{job.Text("ID")}/{action}", []);
            answer.StatusCode.ShouldBe(status, action);
        }
        using var forgotten = await server.DeleteAsync($"/jobs/{job.Text("ID")}");
        forgotten.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.JsonAsync("/jobs")).Texts().ShouldNotContain(job.Text("ID"));
    }

    [LocalPostgresFact]
    public async Task with_the_reason_when_it_had_to_be_broken_off()
    {
        var instance = SyntheticInstance.Create(SharedServer.NewPatient());
        var uploaded = await server.UploadAsync(instance);
        new BlobFiles(Path.Combine(server.DataFolder, "blobs"), instance.ToBytes()).Damage("missing");
        var before = (await server.JsonAsync("/jobs")).Texts();

        await Should.ThrowAsync<HttpRequestException>(server.BytesAsync($"/studies/{uploaded.Text("ParentStudy")}/media"));

        var job = await ListedAsync(before, "Media");
        job.Text("State").ShouldBe("Failure");
        job.GetProperty("ErrorCode").GetInt32().ShouldBe(13);
        var refusal = await SharedServer.RefusalAsync(server.PostAsync($"/jobs/{job.Text("ID")}/resubmit", []));
        (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.InternalServerError, 6));
        using var deleted = await server.DeleteAsync($"/patients/{uploaded.Text("ParentPatient")}");
    }

    private async Task<JsonElement> ListedAsync(IEnumerable<string?> before, string type)
    {
        var added = (await server.JsonAsync("/jobs?expand")).EnumerateArray().Where(job => !before.Contains(job.Text("ID")));
        var job = added.ShouldHaveSingleItem();
        job.Text("Type").ShouldBe(type);
        return job;
    }
}
