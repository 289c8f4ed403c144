using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Backups;

/// <summary>What a restore refuses, and what becomes of the archives that jobs had made.</summary>
public sealed class BringingBackOutputs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventdicom-backup-");

    private string Backup => Path.Combine(_folder.FullName, "backup");

    public void Dispose() => _folder.Delete(recursive: true);

    [LocalPostgresFact]
    public async Task refuses_what_is_no_backup_and_what_is_not_empty_and_names_damaged_files()
    {
        await using var server = await ServerProcess.StartAsync();
        await Archived.FillAsync(server);
        await server.StopAsync();
        var files = Archived.FilesIn(Path.Combine(server.DataFolder, "blobs"));
        (await RefusedAsync(server, "restore", _folder.FullName)).ShouldContain("is no backup");
        (await ProgramRun.OfAsync(server.DataFolder, "backup", Backup, server.ConfigurationFile)).ExitCode.ShouldBe(0);
        (await RefusedAsync(server, "backup", Backup)).ShouldContain("is not empty");
        (await RefusedAsync(server, "restore", Backup)).ShouldContain("holds an archive already");

        Directory.Move(server.DataFolder, server.DataFolder + ".lost");
        var table = Directory.EnumerateFiles(Path.Combine(Backup, "database"), "*mt_events.copy.gz").Single();
        var whole = await File.ReadAllBytesAsync(table);
        await File.WriteAllBytesAsync(table, whole[..^1]);
        (await RefusedAsync(server, "restore", Backup)).ShouldContain("is damaged");
        await File.WriteAllBytesAsync(table, whole);

        var file = Path.Combine(Backup, "files", files[0][..2], files[0]);
        await File.AppendAllTextAsync(file, "x");
        (await RefusedAsync(server, "restore", Backup)).ShouldContain(files[0]);
        Archived.FilesIn(Path.Combine(server.DataFolder, "blobs")).ShouldBe(files.Skip(1));
        await server.StartAgainAsync();
    }

    [LocalPostgresFact]
    public async Task says_that_an_archive_is_gone_which_the_backup_has_not()
    {
        await using var server = await ServerProcess.StartAsync();
        var archive = await Archived.PackAsync(server, await Archived.FillAsync(server));
        await server.StopAsync();
        (await ProgramRun.OfAsync(server.DataFolder, "backup", Backup, server.ConfigurationFile)).ExitCode.ShouldBe(0);
        var output = Directory.EnumerateFiles(Path.Combine(Backup, "jobs")).ShouldHaveSingleItem();
        await File.AppendAllTextAsync(output, "x");
        Directory.Move(server.DataFolder, server.DataFolder + ".lost");

        (await RefusedAsync(server, "restore", Backup)).ShouldContain($"jobs/{Path.GetFileName(output)}");
        await server.StartAgainAsync();

        (await SharedServer.RefusalAsync(server.Http.GetAsync(archive))).ShouldBe((HttpStatusCode.NotFound, 7, null));
        Directory.EnumerateFiles(Path.Combine(server.DataFolder, "jobs")).ShouldBeEmpty();
    }

    [LocalPostgresFact]
    public async Task takes_backups_that_know_of_no_outputs_and_none_beside_outputs_of_others()
    {
        await using var server = await ServerProcess.StartAsync();
        await Archived.PackAsync(server, await Archived.FillAsync(server));
        await server.StopAsync();
        (await ProgramRun.OfAsync(server.DataFolder, "backup", Backup, server.ConfigurationFile)).ExitCode.ShouldBe(0);
        var manifest = System.Text.Json.Nodes.JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(Backup, "manifest.json")))!.AsObject();
        manifest.Remove("Outputs").ShouldBeTrue();
        await File.WriteAllTextAsync(Path.Combine(Backup, "manifest.json"), manifest.ToJsonString());
        Directory.Move(server.DataFolder, server.DataFolder + ".lost");
        var other = Path.Combine(server.DataFolder, "jobs", $"{Guid.NewGuid()}.archive");
        Directory.CreateDirectory(Path.GetDirectoryName(other)!);
        await File.WriteAllTextAsync(other, "an archive");

        (await RefusedAsync(server, "restore", Backup)).ShouldContain("holds what other jobs left");
        File.Delete(other);
        var restore = await ProgramRun.OfAsync(server.DataFolder, "restore", Backup, server.ConfigurationFile);

        restore.ExitCode.ShouldBe(0, restore.Errors);
        await server.StartAgainAsync();
    }

    private static async Task<string> RefusedAsync(ServerProcess server, string command, string folder)
    {
        var run = await ProgramRun.OfAsync(server.DataFolder, command, folder, server.ConfigurationFile);
        run.ExitCode.ShouldBe(1, run.Output);
        return run.Errors.Split('\n').ShouldHaveSingleItem();
    }
}
