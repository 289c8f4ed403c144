using EventDicom.Support;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.Hosting.DataFolder;

namespace EventDicom.Api.Tests.Backups;

/// <summary>Each way to start a server on a database and a folder that do not belong together: it says so, and no file is
/// touched.</summary>
public sealed class StartingOnTheWrongThings(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [LocalPostgresFact]
    public async Task refuses_without_touching_a_file_and_says_how_to_go_on()
    {
        await using var first = await ServerProcess.StartAsync(("KeepDeleted", 0));
        await Archived.FillAsync(first);
        await using var second = await ServerProcess.StartAsync();
        await Archived.UploadAsync(second, SyntheticInstance.Create(patient: 310));
        await first.StopAsync();
        await second.StopAsync();
        var (blobs, others) = (Path.Combine(first.DataFolder, "blobs"), Path.Combine(second.DataFolder, "blobs"));
        var (files, otherFiles) = (Archived.FilesIn(blobs), Archived.FilesIn(others));
        files.Count.ShouldBeGreaterThan(6);
        var elsewhere = Path.Combine(first.DataFolder, "elsewhere");

        // Another's folder.
        await RefusedAsync(first, "holds the files of another archive", ("EventDicom__BlobFolder", others));
        // A full database and an empty folder, and a missing one.
        Directory.CreateDirectory(elsewhere);
        await RefusedAsync(first, "is empty or missing", ("EventDicom__BlobFolder", elsewhere));
        Directory.Delete(elsewhere);
        await RefusedAsync(first, "is empty or missing", ("EventDicom__BlobFolder", elsewhere));
        Directory.Exists(elsewhere).ShouldBeFalse("a refused start leaves nothing behind");
        // An empty database and a full folder.
        await RefusedAsync(first, "is empty", ("EventDicom__ConnectionString", postgres.ConnectionString));
        (await AskAsync<long>(postgres.ConnectionString,
            "select count(*) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')")).ShouldBe(0);
        // The folder of the database is gone.
        Directory.Move(Path.Combine(first.DataFolder, "postgres"), elsewhere);
        await RefusedAsync(first, "is empty");
        Directory.Exists(Path.Combine(first.DataFolder, "postgres")).ShouldBeFalse("a refused start makes no database");
        Directory.Move(elsewhere, Path.Combine(first.DataFolder, "postgres"));
        // The identity of the folder is gone, and files of another archive lie there.
        File.Move(Path.Combine(others, "archive.json"), elsewhere);
        await RefusedAsync(first, "holds other files", ("EventDicom__BlobFolder", others));
        File.Move(elsewhere, Path.Combine(others, "archive.json"));

        Archived.FilesIn(blobs).ShouldBe(files);
        Archived.FilesIn(others).ShouldBe(otherFiles);
        await first.StartAgainAsync();
        Archived.FilesIn(blobs).ShouldBe(files);
    }

    [LocalPostgresFact]
    public async Task refuses_a_database_that_a_newer_program_wrote()
    {
        await using var server = await ServerProcess.StartAsync(
            ("EventDicom", new Dictionary<string, string> { ["ConnectionString"] = postgres.ConnectionString }));
        await server.StopAsync();
        await TellAsync(postgres.ConnectionString, "update events.archive set format = 1000, program = '77.0.0'");

        await RefusedAsync(server, "77.0.0");
        await TellAsync(postgres.ConnectionString, "update events.archive set format = 1");
        await server.StartAgainAsync();
        await server.StopAsync();
        await TellAsync(postgres.ConnectionString,
            "drop schema events cascade; drop schema views cascade; drop schema jobs cascade; drop schema messages cascade");
    }

    [LocalPostgresFact]
    public async Task serves_again_what_the_operator_declares_to_belong_together()
    {
        await using var server = await ServerProcess.StartAsync();
        await Archived.FillAsync(server);
        await server.StopAsync();
        var blobs = Path.Combine(server.DataFolder, "blobs");
        File.Delete(Path.Combine(blobs, "archive.json"));
        await TellDatabaseAsync(server, "update events.archive set id = gen_random_uuid()");
        foreach (var folder in Directory.GetDirectories(blobs)) Directory.Delete(folder, recursive: true);
        await RefusedAsync(server, "is empty or missing");

        var adopted = await ProgramRun.OfAsync(server.DataFolder, "adopt", server.ConfigurationFile);

        adopted.ExitCode.ShouldBe(0, adopted.Errors);
        adopted.Output.ShouldContain("are one archive from now on");
        await server.StartAgainAsync();
    }

    [LocalPostgresFact]
    public async Task takes_up_an_archive_from_before_there_were_identities_without_a_word()
    {
        await using var server = await ServerProcess.StartAsync();
        await Archived.FillAsync(server);
        var shown = await Archived.ShownAsync(server);
        await server.StopAsync();
        File.Delete(Path.Combine(server.DataFolder, "blobs", "archive.json"));
        await TellDatabaseAsync(server, "drop table events.archive; comment on schema views is null");

        await server.StartAgainAsync();

        (await Archived.ShownAsync(server)).ShouldBe(shown);
        File.Exists(Path.Combine(server.DataFolder, "blobs", "archive.json")).ShouldBeTrue();
    }

    public static async Task TellDatabaseAsync(ServerProcess server, string sql)
    {
        using var folder = EventDicom.Api.Hosting.DataFolderLock.Acquire(server.DataFolder);
        await using var database = await EventDicom.Api.Hosting.EmbeddedPostgres.StartAsync(folder,
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, CancellationToken.None);
        await TellAsync(database.ConnectionString, sql);
    }

    private static async Task RefusedAsync(ServerProcess server, string because, params (string Name, string Value)[] environment)
    {
        var start = await ProgramRun.OfAsync(server.DataFolder, environment, server.ConfigurationFile);
        start.ExitCode.ShouldBe(1, start.Output);
        start.Errors.ShouldContain(because);
        start.Errors.Split('\n').ShouldHaveSingleItem();
    }
}
