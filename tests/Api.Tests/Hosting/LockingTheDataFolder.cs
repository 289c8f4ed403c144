using EventDicom.Api.Hosting;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Hosting;

public sealed class LockingTheDataFolder
{
    [Fact]
    public async Task refuses_a_second_holder_and_says_who_the_first_is()
    {
        await using var data = new DataFolder();
        using var first = DataFolderLock.Acquire(data.Path);

        var refusal = Should.Throw<DataFolderInUseException>(() => DataFolderLock.Acquire(data.Path));

        refusal.Message.ShouldContain(data.Path);
        refusal.Message.ShouldContain($"process {Environment.ProcessId}.");
    }

    [Fact]
    public async Task is_free_again_when_the_holder_lets_go()
    {
        await using var data = new DataFolder();
        DataFolderLock.Acquire(data.Path).Dispose();

        using var second = DataFolderLock.Acquire(data.Path);

        second.Folder.ShouldBe(data.Path);
    }

    [Fact]
    public async Task makes_a_missing_folder_for_its_owner_alone()
    {
        await using var data = new DataFolder("deep/data");
        using var held = DataFolderLock.Acquire(data.Path);

        File.GetUnixFileMode(data.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task says_which_folder_cannot_be_written_to()
    {
        await using var data = new DataFolder();
        Directory.CreateDirectory(Path.Combine(data.Path, ".lock"));

        Should.Throw<IOException>(() => DataFolderLock.Acquire(data.Path)).Message.ShouldContain(data.Path);
    }

    [LocalPostgresFact]
    public async Task refuses_a_second_server_at_once()
    {
        await using var data = new DataFolder();
        using var first = await ServerToKill.StartAsync(data.Path);

        var refusal = await ServerToKill.RefusalAsync(data.Path);

        refusal.ShouldContain($"in use by another server, process {first.Pid}.");
        await first.StopAsync();
    }

    [LocalPostgresFact]
    public async Task keeps_a_second_server_from_what_the_first_has_spooled()
    {
        await using var server = await ServerProcess.StartAsync();
        var job = Guid.NewGuid();
        string[] mine =
        [
            Path.Combine(server.DataFolder, "spool", $"{Guid.NewGuid():N}.spool"),
            Path.Combine(server.DataFolder, "jobs", $"{job}.archive.part"),
            Path.Combine(server.DataFolder, "jobs", $"{job}.archive"),
        ];
        Directory.CreateDirectory(Path.Combine(server.DataFolder, "jobs"));
        foreach (var file in mine) await File.WriteAllTextAsync(file, "in use");

        var second = await ProgramRun.OfAsync(server.DataFolder, server.ConfigurationFile);

        (second.ExitCode, second.Errors).ShouldSatisfyAllConditions(run => run.ExitCode.ShouldBe(1),
            run => run.Errors.ShouldContain("in use by another server"));
        mine.ShouldAllBe(file => File.Exists(file));

        await server.StopAsync();
        await server.StartAgainAsync(); // alone, it removes what nobody will go on with
        mine.Where(File.Exists).ShouldBe([mine[^1]]);
    }

    [LocalPostgresFact]
    public async Task is_released_when_the_server_is_killed_although_its_database_goes_on()
    {
        await using var data = new DataFolder();
        using var server = await ServerToKill.StartAsync(data.Path);
        await server.KillAsync();

        data.PostgresProcesses().ShouldNotBeEmpty();
        Should.NotThrow(() => DataFolderLock.Acquire(data.Path).Dispose());
    }
}
