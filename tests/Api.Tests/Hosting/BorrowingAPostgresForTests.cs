using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.Hosting.DataFolder;

namespace EventDicom.Api.Tests.Hosting;

public sealed class BorrowingAPostgresForTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [PostgresFact]
    public async Task gives_a_class_a_database_of_its_own()
    {
        var other = new PostgresFixture();
        await other.InitializeAsync();
        await TellAsync(postgres.ConnectionString, "create table t (id int)");

        (await AskAsync<bool>(other.ConnectionString, "select to_regclass('t') is null")).ShouldBeTrue();
        await other.DisposeAsync();
    }

    [LocalPostgresFact]
    public async Task keeps_what_was_committed_when_the_database_is_killed()
    {
        await using var temporary = await TemporaryPostgres.StartAsync();
        await TellAsync(temporary.ConnectionString, "create table t as select 42 as answer");

        await temporary.KillAsync();
        await Should.ThrowAsync<Npgsql.NpgsqlException>(() => AskAsync<int>(temporary.ConnectionString, "select 1"));
        await temporary.RestartAsync();

        (await AskAsync<int>(temporary.ConnectionString, "select answer from t")).ShouldBe(42);
    }
}
