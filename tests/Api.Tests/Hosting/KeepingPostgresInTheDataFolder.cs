using EventDicom.LocalPostgres;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.Hosting.DataFolder;

namespace EventDicom.Api.Tests.Hosting;

public sealed class KeepingPostgresInTheDataFolder
{
    [LocalPostgresFact]
    public async Task keeps_the_data_from_one_start_to_the_next_and_leaves_no_process()
    {
        await using var data = new DataFolder();
        await using (var postgres = await data.StartPostgresAsync())
            await TellAsync(postgres.ConnectionString, "create table t as select 42 as answer");
        data.PostgresProcesses().ShouldBeEmpty();

        await using var again = await data.StartPostgresAsync();

        (await AskAsync<int>(again.ConnectionString, "select answer from t")).ShouldBe(42);
    }

    [LocalPostgresTheory]
    [InlineData("with spaces, a comma and an ü")]
    [InlineData("a path far longer than the 107 bytes that the address of a Unix socket may have, here in one single folder's name")]
    public async Task works_in_a_folder_with_an_awkward_name(string name)
    {
        await using var data = new DataFolder(name);
        await using var postgres = await data.StartPostgresAsync();

        (await AskAsync<string>(postgres.ConnectionString, "select current_database()::text")).ShouldBe("eventdicom");
    }

    [LocalPostgresFact]
    public async Task promises_durability_and_listens_to_nobody_on_the_network()
    {
        await using var data = new DataFolder();
        await using var postgres = await data.StartPostgresAsync();

        Task<string> Setting(string name) => AskAsync<string>(postgres.ConnectionString, $"select current_setting('{name}')");
        (await Setting("fsync")).ShouldBe("on");
        (await Setting("synchronous_commit")).ShouldBe("on");
        (await Setting("full_page_writes")).ShouldBe("on");
        (await Setting("data_checksums")).ShouldBe("on");
        (await Setting("server_encoding")).ShouldBe("UTF8");
        (await Setting("listen_addresses")).ShouldBeEmpty();
        File.GetUnixFileMode(data.Cluster).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [LocalPostgresFact]
    public async Task starts_over_when_the_first_start_was_killed_half_way()
    {
        await using var data = new DataFolder();
        var (left, foreign) = ($"{data.Cluster}.new-{Guid.NewGuid():N}", data.Cluster + ".new-disk");
        foreach (var folder in (string[])[left, foreign])
        {
            Directory.CreateDirectory(folder + "/base");
            await File.WriteAllTextAsync(folder + "/PG_VERSION", "15\n");
        }

        await using var postgres = await data.StartPostgresAsync();

        (await AskAsync<int>(postgres.ConnectionString, "select 1")).ShouldBe(1);
        Directory.GetDirectories(data.Path).ShouldBe([data.Cluster, foreign], ignoreOrder: true, "only what was begun here is removed");
    }

    [LocalPostgresFact]
    public async Task takes_over_the_database_of_a_server_that_was_killed()
    {
        await using var data = await DataFolder.WithDatabaseAsync();
        using var server = await ServerToKill.StartAsync(data.Path);
        var pid = data.PostmasterPid;
        await server.KillAsync();

        await using (var postgres = await data.StartPostgresAsync())
        {
            data.PostmasterPid.ShouldBe(pid);
            (await AskAsync<int>(postgres.ConnectionString, "select 1")).ShouldBe(1);
        }

        data.PostgresProcesses().ShouldBeEmpty();
    }

    [LocalPostgresFact]
    public async Task restarts_a_database_that_a_killed_server_ran_with_other_settings()
    {
        await using var data = await DataFolder.WithDatabaseAsync();
        using var server = await ServerToKill.StartAsync(data.Path);
        var pid = data.PostmasterPid;
        await server.KillAsync();
        var settings = Path.Combine(data.Cluster, "postgresql.conf");
        await File.WriteAllTextAsync(settings, "# of an older version\n" + await File.ReadAllTextAsync(settings));

        await using var postgres = await data.StartPostgresAsync();

        data.PostmasterPid.ShouldNotBe(pid);
        (await AskAsync<int>(postgres.ConnectionString, "select 1")).ShouldBe(1);
    }

    [LocalPostgresFact]
    public async Task recovers_although_a_busy_backend_outlived_the_server_and_the_postmaster()
    {
        await using var data = await DataFolder.WithDatabaseAsync();
        using var server = await ServerToKill.StartAsync(data.Path);
        await TellAsync(server.ConnectionString, "create table t as select 42 as answer");
        var busy = TellAsync(server.ConnectionString, "do 'begin loop end loop; end'");
        await UntilAsync(server.ConnectionString,
            "select exists(select from pg_stat_activity where query like 'do%' and state = 'active')");

        await server.KillAsync();
        await data.KillPostmasterAloneAsync();
        data.PostgresProcesses().ShouldNotBeEmpty();
        await using var postgres = await data.StartPostgresAsync();

        (await AskAsync<int>(postgres.ConnectionString, "select answer from t")).ShouldBe(42);
        await Should.ThrowAsync<Npgsql.NpgsqlException>(busy);
    }

    [LocalPostgresFact]
    public async Task does_not_mistake_a_stranger_with_the_same_process_id_for_its_postmaster()
    {
        await using var data = await DataFolder.WithDatabaseAsync();
        await (await data.StartPostgresAsync()).DisposeAsync();
        await File.WriteAllTextAsync(
            Path.Combine(data.Cluster, "postmaster.pid"), $"{Environment.ProcessId}\n{data.Cluster}\n0\n5432\n.\n\n0 0\nready\n");

        await using var postgres = await data.StartPostgresAsync();

        data.PostmasterPid.ShouldNotBe(Environment.ProcessId);
    }

    [LocalPostgresFact]
    public async Task restarts_it_when_it_dies_and_logs_why()
    {
        await using var data = await DataFolder.WithDatabaseAsync();
        var log = new LinesLogged();
        await using var postgres = await data.StartPostgresAsync(log);
        await TellAsync(postgres.ConnectionString, "create table t as select 42 as answer");
        var pid = data.PostmasterPid;

        await data.KillPostmasterAloneAsync();
        await log.WaitForAsync("PostgreSQL runs again");

        data.PostmasterPid.ShouldNotBe(pid);
        log.Lines.ShouldContain(l => l.StartsWith($"PostgreSQL, process {pid}, has ended by itself"));
        (await AskAsync<int>(postgres.ConnectionString, "select answer from t")).ShouldBe(42);
    }

    [LocalPostgresFact]
    public async Task quotes_the_database_when_it_does_not_start()
    {
        await using var data = await DataFolder.WithDatabaseAsync();
        await (await data.StartPostgresAsync()).DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(data.Cluster, "postgresql.auto.conf"), "shared_buffers = lots\n");

        var refusal = await Should.ThrowAsync<PostgresUnavailableException>(() => data.StartPostgresAsync());

        refusal.Message.ShouldContain("invalid value for parameter \"shared_buffers\"");
        await File.WriteAllTextAsync(Path.Combine(data.Cluster, "postgresql.auto.conf"), "");
    }

    [Fact]
    public async Task says_what_to_install_where_there_is_no_postgres()
    {
        await using var data = new DataFolder();

        var refusal = await ServerToKill.RefusalAsync(data.Path, (PostgresBinaries.FolderVariable, data.Path));

        refusal.ShouldContain("Install the package postgresql");
    }

    [LocalPostgresFact]
    public async Task says_which_version_made_a_database_that_the_installed_one_cannot_read()
    {
        await using var data = new DataFolder();
        Directory.CreateDirectory(data.Cluster);
        await File.WriteAllTextAsync(Path.Combine(data.Cluster, "PG_VERSION"), "9\n");

        var refusal = await Should.ThrowAsync<PostgresUnavailableException>(() => data.StartPostgresAsync());

        refusal.Message.ShouldContain("made by PostgreSQL 9, which is not installed");
        Directory.Delete(data.Cluster, recursive: true);
    }

    [LocalPostgresFact]
    public async Task leaves_a_folder_alone_that_it_does_not_know()
    {
        await using var data = new DataFolder();
        Directory.CreateDirectory(data.Cluster);

        var refusal = await Should.ThrowAsync<PostgresUnavailableException>(() => data.StartPostgresAsync());

        refusal.Message.ShouldStartWith($"{data.Cluster} is not a PostgreSQL cluster");
        Directory.Delete(data.Cluster);
    }
}
