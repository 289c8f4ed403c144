using System.Security.Cryptography;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventDicom.Api.Tests.Blobs;

/// <summary>
/// What removes bytes, where the answers that it gets are wrong or missing: views that are empty, behind or lie, another database, a crash
/// between two steps, somebody who stores the same bytes.
/// </summary>
public sealed partial class RemovingBytes : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private NpgsqlDataSource _database = null!;
    private JobServer _server = null!;

    public async Task InitializeAsync()
    {
        if (TestServer.Missing is not null) return;
        await _postgres.InitializeAsync();
        _database = NpgsqlDataSource.Create(_postgres.ConnectionString);
        // Without what tidies by itself, and might set aside, in the first moments of the server, what a test has laid out.
        _server = await JobServer.StartAsync(_postgres.ConnectionString, also: services =>
            services.Remove(services.Single(service => service.ImplementationType == typeof(BlobKeeper))));
    }

    public async Task DisposeAsync()
    {
        if (TestServer.Missing is not null) return;
        await _server.DisposeAsync();
        await _database.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [PostgresFact]
    public async Task purges_nothing_that_the_events_name_whatever_the_view_says()
    {
        var (id, file) = await UploadAsync(1);
        await ExecuteAsync("update views.blobs set named_by = 0, released_at = now() - interval '40 days'");

        await Purge().RunAsync(default);

        file.IsWhole.ShouldBeTrue();
        await ExecuteAsync("update views.blobs set named_by = 1, released_at = null");
        await DeleteAsync(id);
        await Purge().RunAsync(default);
        File.Exists(file.Path).ShouldBeFalse();
        (await CountAsync("events.blob_removals")).ShouldBe(0);
    }

    [PostgresFact]
    public async Task purges_nothing_of_which_it_cannot_find_the_events()
    {
        var (other, _) = await UploadAsync(1);
        var (id, file) = await UploadAsync(2);
        await DeleteAsync(id);
        await ExecuteAsync($"update views.blobs set instance_id = '{other}' where released_at is not null");

        await Purge().RunAsync(default);

        file.IsWhole.ShouldBeTrue();
        await ExecuteAsync("update views.blobs set instance_id = null where released_at is not null"); // as an earlier version left it
        await Purge().RunAsync(default);
        File.Exists(file.Path).ShouldBeFalse();
    }

    [PostgresFact]
    public async Task goes_on_where_a_crash_has_stopped_it()
    {
        var (id, file) = await UploadAsync(1);
        await DeleteAsync(id);
        await MarkAsync();
        file.IsWhole.ShouldBeTrue();

        await Purge().RunAsync(default); // a crash after the marks

        File.Exists(file.Path).ShouldBeFalse();
        await ExecuteAsync($"insert into events.blob_removals (sha256) values ('\\x{file.Sha256}')");
        await Purge().RunAsync(default); // a crash after the removal
        (await CountAsync("events.blob_removals")).ShouldBe(0);
    }

    [PostgresFact]
    public async Task leaves_what_is_stored_again_after_it_was_marked()
    {
        var (id, file) = await UploadAsync(1);
        await DeleteAsync(id);
        await MarkAsync();

        await UploadAsync(1);
        await Purge().RunAsync(default);

        file.IsWhole.ShouldBeTrue();
        (await CountAsync("events.blob_removals")).ShouldBe(0);
    }

    [PostgresFact]
    public async Task has_whoever_stores_the_same_bytes_wait_until_they_are_gone()
    {
        var (id, file) = await UploadAsync(1);
        await DeleteAsync(id);
        await MarkAsync();
        var uploading = Task.CompletedTask;
        await Ledger.WriteAsync(async (transaction, token) =>
        {
            var marked = await Index.LockMarkedAsync(transaction, 10, token);
            marked.ShouldBe([file.Sha256]);
            uploading = UploadAsync(1);
            while (await CountAsync(
                "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%blob_removals%'")
                == 0) { }
            foreach (var sha256 in marked) Store.Remove(sha256);
            await Index.ForgetMarksAsync(transaction, marked, token);
            return [];
        }, default);

        await uploading;
        file.IsWhole.ShouldBeTrue();
    }

    [PostgresFact]
    public async Task marks_nothing_that_somebody_is_about_to_store()
    {
        var (id, file) = await UploadAsync(1);
        await DeleteAsync(id);
        await using var connection = await _database.OpenConnectionAsync();
        await using var storing = await connection.BeginTransactionAsync();
        var header = InstanceHeader.Read(DicomFile.Open(file.Content), _server.Services.GetRequiredService<MainDicomTags>()).Value;
        await _server.Services.GetRequiredService<IHoldings>().LockAsync(storing, [header], [file.Sha256], default);

        await Purge().RunAsync(default);
        file.IsWhole.ShouldBeTrue();

        await storing.RollbackAsync();
        await Purge().RunAsync(default);
        File.Exists(file.Path).ShouldBeFalse();
    }

    [PostgresTheory]
    [InlineData("truncate views.blobs")]
    [InlineData("delete from views.blobs where sha256 in (select sha256 from views.blobs limit 1)")]
    public async Task sets_aside_nothing_that_the_events_name_whatever_the_view_lacks(string lie)
    {
        var files = new List<BlobFiles>();
        for (var patient = 1; patient <= 3; patient++) files.Add(Old((await UploadAsync(patient)).File));
        await ExecuteAsync(lie);

        await Sweep().RunAsync(default);

        files.ShouldAllBe(file => file.IsWhole);
    }

    [PostgresFact]
    public async Task touches_nothing_where_the_database_is_another()
    {
        var (_, file) = await UploadAsync(1);
        Old(file);
        await ExecuteAsync("truncate views.blobs; truncate events.mt_events");
        await Sweep().RunAsync(default); // empty

        for (var number = 0; number < 100; number++) Old(Orphan(number));
        await UploadAsync(2);
        await Sweep().RunAsync(default); // knows one file of many

        file.IsWhole.ShouldBeTrue();
        Directory.Exists(Path.Combine(_server.BlobFolder, "orphans")).ShouldBeFalse();
    }

    [PostgresFact]
    public async Task sets_aside_what_no_event_names_if_it_is_old_and_what_was_purged_and_came_back()
    {
        var (_, named) = await UploadAsync(1);
        var (id, purged) = await UploadAsync(2);
        for (var patient = 3; patient <= 5; patient++) await UploadAsync(patient);
        await DeleteAsync(id);
        await Purge().RunAsync(default);
        await File.WriteAllBytesAsync(purged.Path, purged.Content);
        var (old, young) = (Orphan(1), Orphan(2));
        foreach (var file in (BlobFiles[])[named, purged, old]) Old(file);

        await Sweep().RunAsync(default);

        named.IsWhole.ShouldBeTrue();
        young.IsWhole.ShouldBeTrue();
        foreach (var aside in (BlobFiles[])[old, purged])
        {
            File.Exists(aside.Path).ShouldBeFalse();
            Directory.EnumerateFiles(Path.Combine(_server.BlobFolder, "orphans"), aside.Sha256, SearchOption.AllDirectories)
                .ShouldHaveSingleItem();
        }
        await Sweep().RunAsync(default); // which keeps it for a day at least, even where deleted bytes are removed at once
        Directory.EnumerateFiles(Path.Combine(_server.BlobFolder, "orphans"), "*", SearchOption.AllDirectories).Count().ShouldBe(2);
    }

    private Ledger Ledger => _server.Services.GetRequiredService<Ledger>();

    private IBlobIndex Index => _server.Services.GetRequiredService<IBlobIndex>();

    private IBlobStore Store => _server.Services.GetRequiredService<IBlobStore>();

    private static BlobRetention AtOnce => new(TimeSpan.Zero, TimeSpan.FromHours(1));

    private BlobPurge Purge() => new(Ledger, Index, Store, AtOnce, TimeProvider.System, NullLogger<BlobPurge>.Instance);

    private OrphanSweep Sweep() => new(Ledger, Index, Store, AtOnce, TimeProvider.System, NullLogger<OrphanSweep>.Instance);

    // What a purge does before its first crash.
    private Task MarkAsync() => Ledger.WriteAsync(async (transaction, token) =>
    {
        var marked = await Index.MarkReleasedAsync(transaction, DateTimeOffset.UtcNow, 10, token);
        return [new Entry(new("blobs", new BlobsPurged(marked, DateTimeOffset.UtcNow)), Origin.Server)];
    }, default);

    private async Task<(string Id, BlobFiles File)> UploadAsync(int patient)
    {
        var instance = SyntheticInstance.Create(patient);
        var uploaded = await _server.UploadAsync(instance);
        return (uploaded.Text("ID")!, new(_server.BlobFolder, instance.ToBytes()));
    }

    private BlobFiles Orphan(int number)
    {
        var file = new BlobFiles(_server.BlobFolder, SHA256.HashData([(byte)number]));
        File.WriteAllBytes(file.Path, file.Content);
        return file;
    }

    private static BlobFiles Old(BlobFiles file)
    {
        File.SetLastWriteTimeUtc(file.Path, DateTime.UtcNow.AddDays(-1));
        return file;
    }

    private async Task DeleteAsync(string id) =>
        (await _server.Http.DeleteAsync(new Uri($"/instances/{id}", UriKind.Relative))).EnsureSuccessStatusCode().Dispose();

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> CountAsync(string table)
    {
        await using var command = _database.CreateCommand($"select count(*) from {table}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
