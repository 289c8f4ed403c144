using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Finding;
using EventDicom.Projections.Finding;
using EventDicom.Projections.Views;
using EventDicom.Support.Postgres;
using JasperFx;
using Marten;
using Npgsql;

namespace EventDicom.Projections.Tests.Finding;

public sealed class StreamingFinds(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const int Instances = 200_000;

    private NpgsqlDataSource _database = null!;
    private FindInViews _find = null!;

    public async Task InitializeAsync()
    {
        if (TestServer.Missing is not null) return;
        _database = NpgsqlDataSource.Create(postgres.ConnectionString);
        _find = new(_database, MainDicomTags.Default);
        using var store = DocumentStore.For(options => EventStore.Configure(options, _database));
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await new ViewRebuild(store, _database).EnsureAsync(null, CancellationToken.None);
        await using var fill = _database.CreateCommand(
            $"""
            insert into views.instances (id, series_id, study_id, patient_id, sop_instance_uid, size, sha256, md5, file_uuid, origin, stored_at, seq, tags)
            select lpad(n::text, 8, '0') || '-00000000-00000000-00000000-00000000', 's', 't', 'p', n::text, 1, '', '', gen_random_uuid(), 'RestApi', now(), n,
                json_build_object('0008,0018', n::text, '0020,4000', repeat('x', 200))
            from generate_series(1, {Instances}) n where not exists (select from views.instances)
            """);
        fill.CommandTimeout = 120;
        await fill.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync()
    {
        if (_database is not null) await _database.DisposeAsync();
    }

    [PostgresFact]
    public async Task hold_no_answer_that_was_handed_on()
    {
        var (count, early, late) = (0, 0L, 0L);
        await foreach (var match in _find.SearchAsync(new(new FindQuery(ResourceLevel.Instance) { Parts = MatchParts.Resource }),
            CancellationToken.None))
        {
            match.MainDicomTags.Count.ShouldBe(2);
            if (++count == Instances / 10) early = GC.GetTotalMemory(forceFullCollection: true);
            if (count == Instances - 10) late = GC.GetTotalMemory(forceFullCollection: true);
        }
        count.ShouldBe(Instances);
        (late - early).ShouldBeLessThan(4 << 20);
    }

    [PostgresFact]
    public async Task end_in_the_database_when_their_reader_leaves()
    {
        await foreach (var match in _find.SearchAsync(new(new FindQuery(ResourceLevel.Instance) { Parts = MatchParts.Resource }),
            CancellationToken.None))
            if (match.Id.StartsWith("00000010", StringComparison.Ordinal)) break;
        (await BusyAsync()).ShouldBe(0);
    }

    [PostgresFact]
    public async Task end_in_the_database_when_they_are_cancelled_before_the_first_answer()
    {
        await using var other = await _database.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var lockIt = new NpgsqlCommand("lock table views.studies in access exclusive mode", other, transaction))
            await lockIt.ExecuteNonQueryAsync();

        using var gone = new CancellationTokenSource();
        var search = Task.Run(async () =>
        {
            await foreach (var _ in _find.SearchAsync(new(new FindQuery(ResourceLevel.Study)), gone.Token)) { }
        });
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await BusyAsync() == 0) await Task.Delay(10, patience.Token);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(search);
        while (await BusyAsync() > 0) await Task.Delay(10, patience.Token);
    }

    [PostgresFact]
    public async Task take_any_text_for_what_it_is()
    {
        foreach (var text in (string[])["'", "\\", "%", "_", "a\0b", "\ud800", new string('x', 70_000),
            "*" + new string('?', 500), "$1", "^"])
        {
            foreach (var match in (TextMatch[])[TextMatch.Read(text, false)!, TextMatch.Read(text, true)!,
                new TextMatch.Range(text, text, false)])
            {
                var query = new FindQuery(ResourceLevel.Instance)
                {
                    Tags = [new(DicomTag.PatientName, match), new(new(0x0020, 0x4000), match)], Metadata = [new(8, match)],
                    Related = new(ResourceLevel.Study, [text]), Labels = new(LabelRule.Any, [text]),
                };
                await foreach (var _ in _find.SearchAsync(new(query), CancellationToken.None)) Assert.Fail(text);
                (await _find.CountAsync(query, CancellationToken.None)).ShouldBe(0);
            }
        }
    }

    // Statements of searches that the database is at, or that wait in it.
    private async Task<long> BusyAsync()
    {
        await using var command = _database.CreateCommand(
            "select count(*) from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and query like 'select r.id%' "
            + "and datname = current_database()");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
