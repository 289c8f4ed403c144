using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Npgsql;

namespace EventDicom.Api.Tests.Blobs;

/// <content>Where what is asked before gives no answer: nothing is removed, and once there is an answer, everything goes on.</content>
public sealed partial class RemovingBytes
{
    [PostgresTheory]
    [InlineData("events.mt_events")]
    [InlineData("events.mt_streams")]
    [InlineData("events.blob_removals")]
    [InlineData("views.blobs")]
    public async Task removes_nothing_while_a_table_is_missing(string table)
    {
        var (file, orphan) = await ReleasedAsync();
        await ExecuteAsync($"alter table {table} rename to away");

        await EndAsync(Purge().RunAsync(default));
        await EndAsync(Sweep().RunAsync(default));

        file.IsWhole.ShouldBeTrue();
        if (table != "events.mt_streams") orphan.IsWhole.ShouldBeTrue(); // which nothing is to be appended for
        await ExecuteAsync($"alter table {table.Split('.')[0]}.away rename to {table.Split('.')[1]}");
        await DoneAsync(file, orphan);
    }

    [PostgresTheory]
    [InlineData("events.mt_events")]
    [InlineData("events.blob_removals")]
    [InlineData("views.blobs")]
    public async Task removes_nothing_while_the_database_does_not_answer(string table)
    {
        var (file, orphan) = await ReleasedAsync();
        await using (var connection = await _database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using (var command = new NpgsqlCommand($"lock table {table} in access exclusive mode", connection, transaction))
                await command.ExecuteNonQueryAsync();
            using var patience = new CancellationTokenSource();
            var purge = EndAsync(Purge().RunAsync(patience.Token));
            var sweep = EndAsync(Sweep().RunAsync(patience.Token));
            await UntilWaitingAsync(connection, transaction, 2);
            await patience.CancelAsync();
            await Task.WhenAll(purge, sweep);
        }

        file.IsWhole.ShouldBeTrue();
        orphan.IsWhole.ShouldBeTrue();
        await DoneAsync(file, orphan);
    }

    [PostgresFact]
    public async Task leaves_the_marks_where_the_connection_is_lost_over_a_removal()
    {
        var (id, file) = await UploadAsync(1);
        await DeleteAsync(id);
        await MarkAsync();

        await EndAsync(Ledger.WriteAsync(async (transaction, token) =>
        {
            foreach (var sha256 in await Index.LockMarkedAsync(transaction, 10, token)) Store.Remove(sha256);
            await ExecuteAsync($"select pg_terminate_backend({transaction.Connection!.ProcessID})");
            return [];
        }, default));

        (await CountAsync("events.blob_removals")).ShouldBe(1);
        await UploadAsync(1); // comes before the next purge, and is not taken for what was removed
        await Purge().RunAsync(default);
        file.IsWhole.ShouldBeTrue();
    }

    [PostgresFact]
    public async Task keeps_the_bytes_of_an_instance_that_the_view_lacks_and_another_file_follows()
    {
        var first = SyntheticInstance.Create(1);
        var id = (await _server.UploadAsync(first)).Text("ID")!;
        var file = Old(new(_server.BlobFolder, first.ToBytes()));
        await ExecuteAsync($"delete from views.instances where id = '{id}'");

        using var followed = await _server.Http.PostAsync(new Uri("/instances", UriKind.Relative),
            new ByteArrayContent(first.With(DicomTag.PatientComments, "LT", "changed").ToBytes()));
        await Purge().RunAsync(default);
        await Sweep().RunAsync(default);

        file.IsWhole.ShouldBeTrue("no event says that it was overwritten");
    }

    // Bytes that are to be purged, and some that no event names, beside others that stay.
    private async Task<(BlobFiles Released, BlobFiles Orphan)> ReleasedAsync()
    {
        for (var patient = 2; patient <= 4; patient++) await UploadAsync(patient);
        var (id, file) = await UploadAsync(1);
        await DeleteAsync(id);
        return (file, Old(Orphan(1)));
    }

    private async Task DoneAsync(BlobFiles released, BlobFiles orphan)
    {
        await Purge().RunAsync(default);
        await Sweep().RunAsync(default);
        File.Exists(released.Path).ShouldBeFalse();
        File.Exists(orphan.Path).ShouldBeFalse();
    }

    // However it ends: with an error, or without having done anything.
    private static async Task EndAsync(Task work) => await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static async Task UntilWaitingAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int most)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        long waiting;
        do
        {
            await using var command = new NpgsqlCommand(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' "
                + "and pid <> pg_backend_pid()", connection, transaction);
            waiting = (long)(await command.ExecuteScalarAsync(patience.Token))!;
        }
        while (waiting < most);
    }
}
