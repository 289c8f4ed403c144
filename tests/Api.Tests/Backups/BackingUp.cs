using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Projections.Identity;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Backups;

/// <summary>Backup and restore as the README tells it: the commands, over real processes, on both kinds of database.</summary>
public sealed class BackingUp(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventdicom-backup-");

    private string Backup => Path.Combine(_folder.FullName, "backup");

    public void Dispose() => _folder.Delete(recursive: true);

    [LocalPostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task brings_back_everything_that_clients_see_on_a_database_of_its_own(bool isServing)
    {
        await using var server = await ServerProcess.StartAsync(("StableAge", 3600), ("StorageCompression", isServing));
        var stored = await Archived.FillAsync(server);
        var archive = await PackAsync(server, stored);
        var packed = await server.Http.GetByteArrayAsync(archive);
        var shown = await Archived.ShownAsync(server);
        var files = Archived.FilesIn(Path.Combine(server.DataFolder, "blobs"));
        await File.WriteAllTextAsync(Path.Combine(server.DataFolder, "jobs", "README"), "not an output");
        if (!isServing) await server.StopAsync();

        var backup = await ProgramRun.OfAsync(server.DataFolder, "backup", Backup, server.ConfigurationFile);
        backup.ExitCode.ShouldBe(0, backup.Errors);
        backup.Output.ShouldContain($"{files.Count} files");
        if (isServing) await server.StopAsync();
        Directory.Move(server.DataFolder, server.DataFolder + ".lost");

        var restore = await ProgramRun.OfAsync(server.DataFolder, "restore", Backup, server.ConfigurationFile);
        restore.ExitCode.ShouldBe(0, restore.Errors);
        restore.Output.ShouldContain($"{files.Count} files");
        await server.StartAgainAsync();

        (await Archived.ShownAsync(server)).ShouldBe(shown);
        Archived.FilesIn(Path.Combine(server.DataFolder, "blobs")).ShouldBe(files);
        (await server.Http.GetByteArrayAsync(archive)).ShouldBe(packed);
        Directory.EnumerateFiles(Path.Combine(server.DataFolder, "jobs")).Count().ShouldBe(1);
        await Archived.UploadAsync(server, SyntheticInstance.Create(patient: 320)); // and goes on
        (await server.Http.GetByteArrayAsync(await PackAsync(server, stored))).Length.ShouldBeGreaterThan(0);
        using var gone = await server.Http.GetAsync(archive); // MediaArchiveSize counts what came back
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [LocalPostgresFact]
    public async Task brings_back_everything_on_a_configured_database()
    {
        var target = new PostgresFixture();
        await target.InitializeAsync();
        try
        {
            await using var server = await ServerProcess.StartAsync(
                ("StableAge", 3600), ("EventDicom",
                    new Dictionary<string, object> { ["ConnectionString"] = postgres.ConnectionString, ["KeepDeleted"] = 30 }));
            await Archived.FillAsync(server);
            var shown = await Archived.ShownAsync(server);
            var files = Archived.FilesIn(Path.Combine(server.DataFolder, "blobs"));

            var backup = await ProgramRun.OfAsync(server.DataFolder, "backup", Backup, server.ConfigurationFile);
            backup.ExitCode.ShouldBe(0, backup.Errors);

            // Into another database and another folder, beside the server that goes on.
            await using var restored = ServerProcess.Prepare(
                ("StableAge", 3600), ("EventDicom", new Dictionary<string, object> { ["ConnectionString"] = target.ConnectionString }));
            var restore = await ProgramRun.OfAsync(restored.DataFolder, "restore", Backup, restored.ConfigurationFile);
            restore.ExitCode.ShouldBe(0, restore.Errors);
            await restored.StartAgainAsync();

            (await Archived.ShownAsync(restored)).ShouldBe(shown);
            Archived.FilesIn(Path.Combine(restored.DataFolder, "blobs")).ShouldBe(files);
            (await Archived.ShownAsync(server)).ShouldBe(shown);
        }
        finally
        {
            await target.DisposeAsync();
        }
    }

    [LocalPostgresFact]
    public async Task keeps_files_from_being_purged_while_it_is_made()
    {
        // the lock goes with the connection
        await using var database = Npgsql.NpgsqlDataSource.Create(postgres.ConnectionString + ";Pooling=false");
        async Task<bool> MayPurgeAsync()
        {
            await using var connection = await database.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            return await FileRemoval.TryBeginAsync(transaction, CancellationToken.None);
        }

        await using (var backup = await database.OpenConnectionAsync())
        await using (var another = await database.OpenConnectionAsync())
        {
            await FileRemoval.ForbidAsync(backup, CancellationToken.None);
            await FileRemoval.ForbidAsync(another, CancellationToken.None); // two backups at once do not wait for each other
            (await MayPurgeAsync()).ShouldBeFalse();
        }
        // PostgreSQL ends a session a moment after its client is gone.
        var clock = Stopwatch.StartNew();
        while (!await MayPurgeAsync()) clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [LocalPostgresFact]
    public async Task has_jobs_go_on_that_were_alive()
    {
        await using var server = await ServerProcess.StartAsync(("ConcurrentJobs", 1), ("JobsHistorySize", 100));
        var jobs = await SubmitAsync(server);
        await server.KillAsync();

        (await ProgramRun.OfAsync(server.DataFolder, "backup", Backup, server.ConfigurationFile))
            .ShouldSatisfyAllConditions(run => run.ExitCode.ShouldBe(0, run.Errors));
        Directory.Move(server.DataFolder, server.DataFolder + ".lost");
        (await ProgramRun.OfAsync(server.DataFolder, "restore", Backup, server.ConfigurationFile))
            .ShouldSatisfyAllConditions(run => run.ExitCode.ShouldBe(0, run.Errors));
        await server.StartAgainAsync();

        (await StateAsync(server, jobs[^1])).ShouldBe("Paused");
        (await ControlAsync(server, jobs[^1], "resume")).ShouldBe(HttpStatusCode.OK);
        foreach (var job in jobs) await UntilAsync(server, job, "Success");
    }

    [LocalPostgresFact]
    public async Task ends_jobs_that_came_back_without_what_they_need()
    {
        await using var server = await ServerProcess.StartAsync(("ConcurrentJobs", 1), ("JobsHistorySize", 100));
        var jobs = await SubmitAsync(server);
        await server.StopAsync();
        await StartingOnTheWrongThings.TellDatabaseAsync(server,
            "drop schema jobs cascade; drop schema messages cascade; drop schema views cascade");

        await server.StartAgainAsync();

        foreach (var job in jobs)
        {
            var state = await StateAsync(server, job);
            if (job == jobs[^1])
            {
                state.ShouldBe("Failure");
                JsonElement.Parse(await Archived.TextAsync(server, $"/jobs/{job}")).Text("ErrorDetails")!.ShouldContain("restored");
            }
            state.ShouldBeOneOf("Failure", "Success");
            (await ControlAsync(server, job, "resubmit")).ShouldBe(HttpStatusCode.BadRequest);
            using var deleted = await server.Http.DeleteAsync(new Uri($"/jobs/{job}", UriKind.Relative));
            deleted.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        (await Archived.TextAsync(server, "/jobs")).Trim().ShouldBe("[]");
    }

    [LocalPostgresFact]
    public async Task refuses_what_is_no_backup_and_what_is_not_empty_and_names_damaged_files()
    {
        await using var server = await ServerProcess.StartAsync();
        await Archived.FillAsync(server);
        await server.StopAsync();
        var files = Archived.FilesIn(Path.Combine(server.DataFolder, "blobs"));
        (await RefusedAsync(server, "restore", _folder.FullName)).ShouldContain("is no backup");
        (await ProgramRun.OfAsync(server.DataFolder, "backup", Backup, server.ConfigurationFile)).ExitCode.ShouldBe(0);
        (await RefusedAsync(server, "backup", Backup)).ShouldContain("is not empty");
        (await RefusedAsync(server, "restore", Backup)).ShouldContain("holds an archive already");

        Directory.Move(server.DataFolder, server.DataFolder + ".lost");
        var table = Directory.EnumerateFiles(Path.Combine(Backup, "database"), "*mt_events.copy.gz").Single();
        var whole = await File.ReadAllBytesAsync(table);
        await File.WriteAllBytesAsync(table, whole[..^1]);
        (await RefusedAsync(server, "restore", Backup)).ShouldContain("is damaged");
        await File.WriteAllBytesAsync(table, whole);

        var file = Path.Combine(Backup, "files", files[0][..2], files[0]);
        await File.AppendAllTextAsync(file, "x");
        (await RefusedAsync(server, "restore", Backup)).ShouldContain(files[0]);
        Archived.FilesIn(Path.Combine(server.DataFolder, "blobs")).ShouldBe(files.Skip(1));
        await server.StartAgainAsync();
    }

    [LocalPostgresFact]
    public async Task says_that_an_archive_is_gone_which_the_backup_has_not()
    {
        await using var server = await ServerProcess.StartAsync();
        var archive = await PackAsync(server, await Archived.FillAsync(server));
        await server.StopAsync();
        (await ProgramRun.OfAsync(server.DataFolder, "backup", Backup, server.ConfigurationFile)).ExitCode.ShouldBe(0);
        var output = Directory.EnumerateFiles(Path.Combine(Backup, "jobs")).ShouldHaveSingleItem();
        await File.AppendAllTextAsync(output, "x");
        Directory.Move(server.DataFolder, server.DataFolder + ".lost");

        (await RefusedAsync(server, "restore", Backup)).ShouldContain($"jobs/{Path.GetFileName(output)}");
        await server.StartAgainAsync();

        (await SharedServer.RefusalAsync(server.Http.GetAsync(archive))).ShouldBe((HttpStatusCode.NotFound, 7, null));
        Directory.EnumerateFiles(Path.Combine(server.DataFolder, "jobs")).ShouldBeEmpty();
    }

    [LocalPostgresFact]
    public async Task takes_backups_that_know_of_no_outputs_and_none_beside_outputs_of_others()
    {
        await using var server = await ServerProcess.StartAsync();
        await PackAsync(server, await Archived.FillAsync(server));
        await server.StopAsync();
        (await ProgramRun.OfAsync(server.DataFolder, "backup", Backup, server.ConfigurationFile)).ExitCode.ShouldBe(0);
        var manifest = System.Text.Json.Nodes.JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(Backup, "manifest.json")))!.AsObject();
        manifest.Remove("Outputs").ShouldBeTrue();
        await File.WriteAllTextAsync(Path.Combine(Backup, "manifest.json"), manifest.ToJsonString());
        Directory.Move(server.DataFolder, server.DataFolder + ".lost");
        var other = Path.Combine(server.DataFolder, "jobs", $"{Guid.NewGuid()}.archive");
        Directory.CreateDirectory(Path.GetDirectoryName(other)!);
        await File.WriteAllTextAsync(other, "an archive");

        (await RefusedAsync(server, "restore", Backup)).ShouldContain("holds what other jobs left");
        File.Delete(other);
        var restore = await ProgramRun.OfAsync(server.DataFolder, "restore", Backup, server.ConfigurationFile);

        restore.ExitCode.ShouldBe(0, restore.Errors);
        await server.StartAgainAsync();
    }

    // The path of an archive that a job has packed.
    private static async Task<Uri> PackAsync(ServerProcess server, IReadOnlyList<string> resources)
    {
        using var answer = await server.Http.PostAsync(
            new Uri("/tools/create-archive", UriKind.Relative),
            new StringContent($$"""{ "Resources": {{JsonSerializer.Serialize(resources)}}, "Asynchronous": true }"""));
        var job = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).Text("ID")!;
        await UntilAsync(server, job, "Success");
        return new($"/jobs/{job}/archive", UriKind.Relative);
    }

    // The last one is paused before its turn comes; of the others, some have ended by now and some have not.
    private static async Task<IReadOnlyList<string>> SubmitAsync(ServerProcess server)
    {
        for (var number = 0; number < 8; number++)
            await Archived.UploadAsync(server, SyntheticInstance.Create(patient: 330, instance: number));
        var jobs = new List<string>();
        for (var number = 0; number < 6; number++)
        {
            using var answer = await server.Http.PostAsync(
                new Uri($"/patients/{Domain.OrthancId.OfPatient("SYN330")}/anonymize", UriKind.Relative),
                new StringContent("""{ "Asynchronous": true }"""));
            jobs.Add((await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).Text("ID")!);
        }
        (await ControlAsync(server, jobs[^1], "pause")).ShouldBe(HttpStatusCode.OK);
        return jobs;
    }

    private static async Task<HttpStatusCode> ControlAsync(ServerProcess server, string job, string action)
    {
        using var answer = await server.Http.PostAsync(new Uri($"/jobs/{job}/{action}", UriKind.Relative), null);
        return answer.StatusCode;
    }

    private static async Task<string?> StateAsync(ServerProcess server, string job) =>
        JsonElement.Parse(await Archived.TextAsync(server, $"/jobs/{job}")).Text("State");

    private static async Task UntilAsync(ServerProcess server, string job, string state)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await StateAsync(server, job) != state) await Task.Delay(50, patience.Token);
    }

    private static async Task<string> RefusedAsync(ServerProcess server, string command, string folder)
    {
        var run = await ProgramRun.OfAsync(server.DataFolder, command, folder, server.ConfigurationFile);
        run.ExitCode.ShouldBe(1, run.Output);
        return run.Errors.Split('\n').ShouldHaveSingleItem();
    }
}
