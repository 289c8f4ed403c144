using System.Security.Cryptography;
using System.Text.Json;
using EventDicom.Projections.Identity;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Npgsql;

namespace EventDicom.Api.Tests.Backups;

/// <summary>A backup of an archive that keeps nothing of what is deleted, while everything is deleted: what the facts in it name, its files
/// have.</summary>
public sealed class BackingUpWhilePurging(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private const int Stored = 600;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventdicom-backup-");

    public void Dispose() => _folder.Delete(recursive: true);

    [LocalPostgresFact]
    public async Task has_every_file_that_its_facts_name()
    {
        await using var server = await ServerProcess.StartAsync(("StableAge", 3600),
            ("EventDicom", new Dictionary<string, int> { ["KeepDeleted"] = 0 }));
        var blobs = Path.Combine(server.DataFolder, "blobs");
        var patients = new HashSet<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Stored), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
        {
            await Archived.UploadAsync(server, SyntheticInstance.Create(patient: 400 + number % 10, instance: number)
                .WithPixelData(40_000));
            lock (patients) patients.Add(Domain.OrthancId.OfPatient($"SYN{400 + number % 10}").Value);
        });
        var backup = Path.Combine(_folder.FullName, "backup");
        using var done = new CancellationTokenSource();
        var churning = Enumerable.Range(0, 3).Select(writer => ChurnAsync(server, writer, done.Token)).ToList();

        var running = ProgramRun.OfAsync(server.DataFolder, "backup", backup, server.ConfigurationFile);
        // the facts are read, the files come next
        while (!File.Exists(Path.Combine(backup, "files.tsv")) && !running.IsCompleted) await Task.Delay(2);
        using (var deleted = await server.Http.PostAsync(new Uri("/tools/bulk-delete", UriKind.Relative),
            new StringContent($$"""{"Resources":{{JsonSerializer.Serialize(patients)}}}""")))
            deleted.EnsureSuccessStatusCode();
        running.IsCompleted.ShouldBeFalse("everything was deleted while the backup was being made");
        var ended = await running;
        await done.CancelAsync();
        await Task.WhenAll(churning);

        ended.ExitCode.ShouldBe(0, ended.Errors);
        await using var restored = ServerProcess.Prepare(
            ("EventDicom", new Dictionary<string, object> { ["ConnectionString"] = postgres.ConnectionString }));
        var restore = await ProgramRun.OfAsync(restored.DataFolder, "restore", backup, restored.ConfigurationFile);
        restore.ExitCode.ShouldBe(0, restore.Errors);
        var named = await NamedAsync();
        named.Count.ShouldBeGreaterThanOrEqualTo(Stored);
        foreach (var sha256 in named)
            Convert.ToHexStringLower(SHA256.HashData(
                await File.ReadAllBytesAsync(Path.Combine(restored.DataFolder, "blobs", sha256[..2], sha256)))).ShouldBe(sha256);

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (Archived.FilesIn(blobs).Count > 0) await Task.Delay(50, patience.Token); // the purges that waited come after it
    }

    // Uploads and deletes, so that there is something to be purged at every moment.
    private static async Task ChurnAsync(ServerProcess server, int writer, CancellationToken done)
    {
        for (var number = 0; !done.IsCancellationRequested; number++)
        {
            var id = await Archived.UploadAsync(server, SyntheticInstance.Create(patient: 500 + writer, instance: number));
            using var deleted = await server.Http.DeleteAsync(new Uri($"/instances/{id}", UriKind.Relative), CancellationToken.None);
            deleted.EnsureSuccessStatusCode();
        }
    }

    private async Task<IReadOnlyList<string>> NamedAsync()
    {
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var command = database.CreateCommand($"select sha256 from ({NamedFiles.Sql}) named");
        var named = new List<string>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) named.Add(rows.GetString(0));
        return named;
    }
}
