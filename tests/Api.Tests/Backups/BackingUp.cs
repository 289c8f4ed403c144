using System.Diagnostics;
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
        var archive = await Archived.PackAsync(server, stored);
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
        (await server.Http.GetByteArrayAsync(await Archived.PackAsync(server, stored))).Length.ShouldBeGreaterThan(0);
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
}
