using System.Net.Sockets;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Hosting;

/// <summary>What keeps the program from doing what it was told is one line, and nothing is started before.</summary>
public sealed class RefusingToStart : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{ "EventDicom": { "ConnectionString": "nonsense" } }""", "ConnectionString")]
    [InlineData("""{ "EventDicom": { "ConnectionString": "Hots=db" } }""", "ConnectionString")]
    [InlineData("""{ "HttpPort": 0, "DicomPort": 0, "EventDicom": { "ConnectionString": "Host=127.0.0.1;Port=1;Username=x" } }""",
        "Connection refused")]
    [InlineData("""{ "HttpPort": 0, "DicomPort": 0, "EventDicom": { "ConnectionString": "Host=no-such-host.invalid;Username=x" } }""",
        "Is it running")]
    [InlineData("""{ "HttpPort": "many" }""", "HttpPort")]
    [InlineData("not JSON", "JSON")]
    public async Task names_what_is_wrong_with_the_configuration(string configuration, string because) =>
        (await RefusedAsync(1, _folder.Write("c.json", configuration))).ShouldContain(because);

    [Theory]
    [InlineData("HttpPort", "HttpBindAddresses", "\"DicomServerEnabled\": false")]
    [InlineData("DicomPort", "DicomBindAddresses", "\"HttpServerEnabled\": false")]
    public async Task names_a_port_that_is_in_use(string option, string bound, string rest)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var addresses = $"\"{bound}\": [\"127.0.0.1\"]";
        if (option == "DicomPort") addresses = $"\"EventDicom\": {{ {addresses} }}";

        var said = await RefusedAsync(1, _folder.Write("c.json", $$"""{ "{{option}}": {{port}}, {{addresses}}, {{rest}} }"""));

        said.ShouldContain($"Port {port} is in use");
        said.ShouldContain($"\"{option}\"");
        Directory.Exists(Path.Combine(Data, "postgres")).ShouldBeFalse("nothing was started");
    }

    [Theory]
    [InlineData(1, "missing.json")]
    [InlineData(2, "nonsense")]
    [InlineData(2, "--no-such-option")]
    [InlineData(2, "backup")]
    [InlineData(1, "db-assert")]
    [InlineData(1, "rebuild")]
    [InlineData(1, "backup", "/tmp/eventdicom-never-made")]
    [InlineData(1, "restore", "/tmp")]
    public async Task names_what_is_wrong_with_the_command_line(int status, params string[] arguments)
    {
        await RefusedAsync(status, arguments);
        Directory.Exists(Path.Combine(Data, "postgres")).ShouldBeFalse("nothing was made");
    }

    [Fact]
    public async Task tells_what_there_is_and_what_it_is_without_starting_anything()
    {
        (await ProgramRun.OfAsync(Data, "rebuild", "--help"))
            .ShouldSatisfyAllConditions(run => run.ExitCode.ShouldBe(0), run => run.Output.ShouldContain("restore DIR"));
        (await ProgramRun.OfAsync(Data, "--version")).ShouldBe(new(0, "EventDicom 0.1.0", ""));
        Directory.Exists(Data).ShouldBeFalse();
    }

    [LocalPostgresFact]
    public async Task looks_after_the_schema_also_beside_a_running_server()
    {
        await using var server = await ServerProcess.StartAsync();
        var file = Path.Combine(_folder.Path, "schema.sql");

        (await ProgramRun.OfAsync(server.DataFolder, "db-dump", file, server.ConfigurationFile)).ShouldBe(new(0, "", ""));
        foreach (var table in (string[])["events.mt_events", "events.archive", "jobs.mt_doc_jobsaga", "messages.wolverine_incoming"])
            (await File.ReadAllTextAsync(file)).ShouldContain(table);
        var strange = Path.Combine(_folder.Path, "strange.json");
        await File.WriteAllTextAsync(strange, """{ "LuaScripts": ["x.lua"] }""");
        var script = await ProgramRun.OfAsync(server.DataFolder, "db-dump", "-", strange);
        (script.Output, script.Errors.Contains("LuaScripts", StringComparison.Ordinal))
            .ShouldBe(((await File.ReadAllTextAsync(file)).Trim(), true));
        (await ProgramRun.OfAsync(server.DataFolder, "db-assert", server.ConfigurationFile))
            .ShouldBe(new(0, "The schema is up to date", ""));
        (await ProgramRun.OfAsync(server.DataFolder, "db-apply", server.ConfigurationFile))
            .Errors.ShouldContain("in use by another server");
        await server.StopAsync();

        (await ProgramRun.OfAsync(server.DataFolder, "db-apply", server.ConfigurationFile))
            .ShouldBe(new(0, "The schema is up to date", ""));
        await ChangeAsync(server, "alter table events.secrets drop column secret");
        var differs = await ProgramRun.OfAsync(server.DataFolder, "db-assert", server.ConfigurationFile);
        (differs.ExitCode, differs.Errors.Contains("db-apply", StringComparison.Ordinal)).ShouldBe((1, true));
    }

    private static Task ChangeAsync(ServerProcess server, string sql) => Backups.StartingOnTheWrongThings.TellDatabaseAsync(server, sql);

    private async Task<string> RefusedAsync(int status, params string[] arguments)
    {
        var run = await ProgramRun.OfAsync(Data, arguments);
        run.ExitCode.ShouldBe(status, run.Output + run.Errors);
        run.Errors.Split('\n').ShouldHaveSingleItem().ShouldStartWith("EventDicom: ");
        run.Output.ShouldNotContain("   at ");
        return run.Errors;
    }
}
