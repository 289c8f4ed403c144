using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Npgsql;

namespace EventDicom.Api.Tests.Rebuilding;

/// <summary>A start on what another version left, or what a restore brought back without its views.</summary>
public sealed class TakingOverAnOlderArchive : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();

    public Task InitializeAsync() => _postgres.InitializeAsync();

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [PostgresFact]
    public async Task keeps_the_numbers_that_its_consumers_know_and_counts_on_from_them()
    {
        await FillAsync();
        // As it was before entries were counted: the log bears the numbers of the events.
        await ExecuteAsync(
            "delete from events.mt_events where type = 'changes_counted'; delete from events.mt_streams "
            + "where id = 'changes-counted'; drop schema views cascade");
        var known = await NumbersAsync("select seq_id from events.mt_events where type not in ('instance_deleted') order by seq_id");

        await using var server = await JobServer.StartAsync(_postgres.ConnectionString, options: "\"StableAge\": 3600,");
        var before = await ChangesAsync(server, 0);
        before.ShouldBeSubsetOf(known);
        before[^1].ShouldBe(known[^1]);
        await server.UploadAsync(SyntheticInstance.Create(3));

        (await ChangesAsync(server, since: known[^1])).ShouldBe([known[^1] + 1, known[^1] + 2, known[^1] + 3, known[^1] + 4]);
        var rows = await ViewRows.OfAsync(_postgres.ConnectionString);
        using var rebuilt = await server.Http.PostAsync(new Uri("/tools/reconstruct", UriKind.Relative), null);
        (await ViewRows.OfAsync(_postgres.ConnectionString)).ShouldBe(rows);
    }

    [PostgresFact]
    public async Task shows_main_tags_that_were_none_when_something_was_stored_and_fills_them()
    {
        using var files = new TemporaryFolder();
        var ours = $"\"BlobFolder\": {JsonSerializer.Serialize(files.Path)},";
        JsonElement stored;
        await using (var server = await JobServer.StartAsync(_postgres.ConnectionString, options: "\"StableAge\": 3600,", ours: ours))
            stored = await server.UploadAsync(SyntheticInstance.Create(1).With(DicomTag.PerformedProcedureStepStartDate, "DA", "20261128"));
        // As it was before 1.12.5's main tags, when events did not say which there are.
        await ExecuteAsync(
            "update events.mt_events set data = jsonb_set(data - "
            + "'MainDicomTagsSignature', '{MainDicomTags}', (data -> 'MainDicomTags') - '0040,0244') where data ? 'MainDicomTags'; drop "
            + "schema views cascade");

        await using var later = await JobServer.StartAsync(_postgres.ConnectionString, options: "\"StableAge\": 3600,", ours: ours);
        var series = $"/series/{stored.Text("ParentSeries")}";
        // Of the file as long as they are not filled.
        var shown = await later.Http.GetFromJsonAsync<JsonElement>(
            new Uri($"{series}?requestedTags=PerformedProcedureStepStartDate", UriKind.Relative));
        shown.GetProperty("RequestedTags").Text("PerformedProcedureStepStartDate").ShouldBe("20261128");

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await later.Http.GetStringAsync(new Uri($"{series}/metadata/MainDicomTagsSignature", UriKind.Relative)))
            .Contains("0040,0244", StringComparison.Ordinal))
            await Task.Delay(50, patience.Token);
        shown = await later.Http.GetFromJsonAsync<JsonElement>(new Uri(series, UriKind.Relative));
        shown.GetProperty("MainDicomTags").Text("PerformedProcedureStepStartDate").ShouldBe("20261128");
        shown.GetProperty("MainDicomTags").Text("Modality").ShouldBe("OT");
        await ReconstructAsync(later, $"{series}/reconstruct", """{ "ReconstructFiles": true }""");
        (await later.Http.GetFromJsonAsync<JsonElement>(new Uri(series, UriKind.Relative))).GetProperty("MainDicomTags")
            .Text("PerformedProcedureStepStartDate").ShouldBe("20261128");
    }

    [PostgresFact]
    public async Task reads_files_again_for_main_tags_that_were_configured_later()
    {
        using var files = new TemporaryFolder();
        var ours = $"\"BlobFolder\": {JsonSerializer.Serialize(files.Path)},";
        JsonElement stored;
        await using (var server = await JobServer.StartAsync(_postgres.ConnectionString, options: "\"StableAge\": 3600,", ours: ours))
        {
            stored = await server.UploadAsync(SyntheticInstance.Create(1).WithImage(4, 6));
            await server.UploadAsync(SyntheticInstance.Create(1, series: 2).WithImage(4, 6));
        }

        await using var later = await JobServer.StartAsync(
            _postgres.ConnectionString,
            options: "\"StableAge\": 3600, \"ExtraMainDicomTags\": { \"Instance\": [\"Columns\"], \"Patient\": [\"Rows\"] },", ours: ours);
        await ReconstructAsync(later, "/tools/reconstruct", """{ "ReconstructFiles": false }""");

        (await later.Http.GetFromJsonAsync<JsonElement>(new Uri($"/instances/{stored.Text("ID")}", UriKind.Relative)))
            .GetProperty("MainDicomTags").Text("Columns").ShouldBe("6");
        (await later.Http.GetFromJsonAsync<JsonElement>(new Uri($"/patients/{stored.Text("ParentPatient")}", UriKind.Relative)))
            .GetProperty("MainDicomTags").Text("Rows").ShouldBe("4");
        using var refused = await later.Http.PostAsync(new Uri("/tools/reconstruct", UriKind.Relative), new StringContent("[]"));
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static async Task ReconstructAsync(JobServer server, string path, string body)
    {
        using var answer = await server.Http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    [PostgresTheory]
    [InlineData("drop schema views cascade")]
    [InlineData("comment on schema views is 'of another version'; delete from views.instances")]
    [InlineData("comment on schema views is null; alter table views.studies drop column tags; create schema views_next")]
    [InlineData("update views.changes_last set position = position + 1000; delete from views.studies")]
    public async Task builds_the_views_before_anybody_is_answered(string damage)
    {
        await FillAsync();
        var rows = await ViewRows.OfAsync(_postgres.ConnectionString);
        await ExecuteAsync(damage);

        await using var server = await JobServer.StartAsync(_postgres.ConnectionString, options: "\"StableAge\": 3600,");

        (await server.Http.GetFromJsonAsync<string[]>(new Uri("/studies", UriKind.Relative)))!.Length.ShouldBe(2);
        (await ViewRows.OfAsync(_postgres.ConnectionString)).ShouldBe(rows);
        (await NumbersAsync("select count(*) from pg_namespace where nspname in ('views_next', 'views_last')")).ShouldBe([0]);
    }

    [PostgresFact]
    public async Task leaves_views_alone_that_are_as_they_must_be()
    {
        await FillAsync();
        var made = await NumbersAsync("select oid::bigint from pg_namespace where nspname = 'views'");

        await using var server = await JobServer.StartAsync(_postgres.ConnectionString);

        (await NumbersAsync("select oid::bigint from pg_namespace where nspname = 'views'")).ShouldBe(made);
    }

    private async Task FillAsync()
    {
        await using var server = await JobServer.StartAsync(_postgres.ConnectionString, options: "\"StableAge\": 3600,");
        await server.UploadAsync(SyntheticInstance.Create(1));
        var deleted = await server.UploadAsync(SyntheticInstance.Create(1, instance: 2));
        using var gone = await server.Http.DeleteAsync(new Uri($"/instances/{deleted.Text("ID")}", UriKind.Relative));
        await server.UploadAsync(SyntheticInstance.Create(2));
        await ChangesAsync(server, 0); // the log has caught up
    }

    private static async Task<long[]> ChangesAsync(JobServer server, long since)
    {
        var page = await server.Http.GetFromJsonAsync<JsonElement>(new Uri($"/changes?since={since}&limit=1000", UriKind.Relative));
        return [.. page.GetProperty("Changes").EnumerateArray().Select(change => change.GetProperty("Seq").GetInt64())];
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var database = NpgsqlDataSource.Create(_postgres.ConnectionString);
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<List<long>> NumbersAsync(string sql)
    {
        await using var database = NpgsqlDataSource.Create(_postgres.ConnectionString);
        await using var command = database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var numbers = new List<long>();
        while (await rows.ReadAsync()) numbers.Add(rows.GetInt64(0));
        return numbers;
    }
}
