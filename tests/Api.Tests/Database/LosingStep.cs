using EventDicom.Api.Hosting;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Domain;
using EventDicom.Projections.Finding;
using EventDicom.Projections.Resources;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Npgsql;

namespace EventDicom.Api.Tests.Database;

/// <summary>Text that PostgreSQL does not take, at the moment when a statement is being prepared, spoils the connection for the next one
/// who uses the statement.</summary>
public sealed class LosingStep(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [PostgresFact]
    public async Task is_not_noticed_by_whoever_reads_next()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString);
        var id = (await server.UploadAsync(SyntheticInstance.Create(1))).Text("ID")!;
        var sql = await SqlOfAsync(id);

        await using var database = Pool();
        var queries = new ResourceQueries(database, new(enabled: false, new()),
            new FindInViews(database, Domain.Resources.MainDicomTags.Default));
        await queries.LevelOfAsync(id, CancellationToken.None);
        (await Record.ExceptionAsync(() => ScalarAsync(database, sql, "a\0"))).ShouldBeOfType<PostgresException>();
        (await queries.LevelOfAsync(id, CancellationToken.None)).ShouldBe(ResourceLevel.Instance);

        // Without the second try the same reader would have been the victim.
        await using var unprotected = Pool();
        await ScalarAsync(unprotected, sql, id);
        await Record.ExceptionAsync(() => ScalarAsync(unprotected, sql, "a\0"));
        LostStep.Is((await Record.ExceptionAsync(() => ScalarAsync(unprotected, sql, id))).ShouldNotBeNull()).ShouldBeTrue();
    }

    [PostgresFact]
    public async Task cannot_come_from_an_id_or_a_text_that_a_client_made_up()
    {
        await using var database = Pool();
        var queries = new ResourceQueries(database, new(enabled: false, new()),
            new FindInViews(database, Domain.Resources.MainDicomTags.Default));

        // There are no tables: whatever reached the database would fail.
        foreach (var text in (string[])["a\0", "\ud800", "\udc00x"])
        {
            (await queries.LevelOfAsync(text, CancellationToken.None)).ShouldBeNull();
            (await queries.FindAsync(ResourceLevel.Study, text, CancellationToken.None)).ShouldBeNull();
            (await queries.LevelsOfAsync([text], CancellationToken.None)).ShouldBeEmpty();
            await foreach (var found in queries.LookUpAsync(text, CancellationToken.None)) Assert.Fail($"found {found}");
        }
    }

    // One connection only, which has everything happen to it.
    private NpgsqlDataSource Pool() =>
        new DatabaseConnections(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { MaxPoolSize = 1 }.ConnectionString).Source;

    private async Task<string> SqlOfAsync(string id)
    {
        await using var database = Pool();
        var queries = new ResourceQueries(database, new(enabled: false, new()),
            new FindInViews(database, Domain.Resources.MainDicomTags.Default));
        for (var use = 0; use < 2; use++) await queries.LevelOfAsync(id, CancellationToken.None);
        await using var command = database.CreateCommand("select statement from pg_prepared_statements");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<object?> ScalarAsync(NpgsqlDataSource database, string sql, string parameter)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = parameter, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        return await command.ExecuteScalarAsync();
    }
}
