using System.Diagnostics;
using EventDicom.Api.Hosting;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Npgsql;

namespace EventDicom.Api.Tests.Hosting;

/// <summary>Patients' data is for the server's own account alone, whatever was there before it.</summary>
public sealed class KeepingOthersOut : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Open = Private | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LocalPostgresFact]
    public async Task closes_every_folder_and_file_that_it_finds_or_makes()
    {
        var blobs = Made("blobs elsewhere");
        Made("blobs elsewhere/ab");
        await using var server = ServerProcess.Prepare(("EventDicom", new Dictionary<string, string> { ["BlobFolder"] = blobs }));
        foreach (var folder in (string[])["", "spool", "jobs"]) Directory.CreateDirectory(Path.Combine(server.DataFolder, folder), Open);
        File.SetUnixFileMode(server.DataFolder, Open);
        await server.StartAgainAsync();
        await Backups.Archived.FillAsync(server);
        using var archive = await server.Http.PostAsync(
            new Uri($"/patients/{Domain.OrthancId.OfPatient("SYN300")}/archive", UriKind.Relative),
            new StringContent("""{ "Asynchronous": true }"""));
        archive.EnsureSuccessStatusCode();

        var top = (string[])[server.DataFolder, blobs];
        foreach (var folder in top) File.GetUnixFileMode(folder).ShouldBe(Private, folder);
        var made = top.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => !file.StartsWith(Path.Combine(server.DataFolder, "postgres") + "/", StringComparison.Ordinal)).ToList();
        made.Count.ShouldBeGreaterThan(6);
        foreach (var file in made)
            (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)).ShouldBe(UnixFileMode.None, file);
    }

    [Fact]
    public void leaves_a_folder_alone_that_holds_something_else_and_closes_its_own_in_it()
    {
        Made("data");
        var (blobs, photos) = (Made("data/blobs"), Made("data/photos"));

        PrivateFiles.CloseDataFolder(Path.Combine(_folder.Path, "data")).ShouldBeEmpty();

        File.GetUnixFileMode(Path.Combine(_folder.Path, "data")).ShouldBe(Open);
        File.GetUnixFileMode(photos).ShouldBe(Open);
        File.GetUnixFileMode(blobs).ShouldBe(Private);
    }

    [LocalPostgresFact]
    public async Task lets_no_other_account_into_its_database()
    {
        if (Environment.UserName != "root") return; // only root can be somebody else
        await using var data = new DataFolder();
        await using var postgres = await data.StartPostgresAsync();
        (await DataFolder.AskAsync<int>(postgres.ConnectionString, "select 1")).ShouldBe(1);

        // The account that PostgreSQL itself runs under reaches the socket, and is refused all the same.
        File.SetUnixFileMode(data.Path, Open);
        File.SetUnixFileMode(Path.GetDirectoryName(data.Path)!, Open);
        var refusal = PsqlAs("postgres", data.Cluster);

        refusal.ShouldContain("eer authentication failed");
        refusal.ShouldNotContain("1 row");
    }

    [LocalPostgresFact]
    public async Task closes_a_database_that_trusted_everybody()
    {
        await using var data = new DataFolder();
        await (await data.StartPostgresAsync()).DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(data.Cluster, "pg_hba.conf"), "local all all trust\n");
        await File.WriteAllTextAsync(Path.Combine(data.Cluster, "postgresql.conf"),
            "# EventDicom's settings of before\nlisten_addresses = ''\n");

        await using var postgres = await data.StartPostgresAsync();

        (await DataFolder.AskAsync<string>(postgres.ConnectionString,
            "select string_agg(distinct auth_method, ',') from pg_hba_file_rules")).ShouldBe("peer");
        var stranger = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Username = "somebody" }.ConnectionString;
        (await Should.ThrowAsync<PostgresException>(() => DataFolder.AskAsync<int>(stranger, "select 1"))).SqlState.ShouldBe("28000");
    }

    private static string PsqlAs(string account, string socketFolder)
    {
        using var psql = Process.Start(new ProcessStartInfo(
            "setpriv", [$"--reuid={account}", "--clear-groups", "psql", "-h", socketFolder, "-U", "eventdicom", "eventdicom",
                "-c", "select 1"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        })!;
        var said = psql.StandardOutput.ReadToEnd() + psql.StandardError.ReadToEnd();
        psql.WaitForExit();
        return said;
    }

    private string Made(string name)
    {
        var folder = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, Open);
        return folder;
    }
}
