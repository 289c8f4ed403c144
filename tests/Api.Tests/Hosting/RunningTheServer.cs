namespace EventDicom.Api.Tests.Hosting;

public sealed class RunningTheServer : IDisposable
{
    // Publishes a file; as the server, tells where its data is and what its arguments are, one to a line.
    private const string Dotnet = """
        #!/bin/sh
        if [ "$1" != publish ]; then
          shift
          printf '%s\n' "$EVENTDICOM_DATA" "$@"
          exit 7
        fi
        echo "published" >&2
        while [ "$1" != --output ]; do shift; done
        mkdir -p "$2" && touch "$2/EventDicom.dll"
        """;

    private readonly ScriptSandbox _sandbox = new("run", Dotnet);

    public RunningTheServer()
    {
        _sandbox.Write("global.json", "{}");
        _sandbox.Write("Directory.Build.props", "<Project />");
        _sandbox.Write("src/Api/Program.cs", "one");
    }

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void passes_every_argument_on_as_it_is_and_ends_as_the_server_ends()
    {
        var (exitCode, output, _) = _sandbox.Run("rebuild", "", "a file.json", "*");

        output.Split('\n').ShouldBe([Path.Combine(_sandbox.Root, "data"), "rebuild", "", "a file.json", "*"]);
        exitCode.ShouldBe(7);
    }

    [Fact]
    public void keeps_the_data_where_the_environment_says()
    {
        _sandbox.Environment["EVENTDICOM_DATA"] = "/some/where";

        _sandbox.Run().Output.ShouldBe("/some/where");
    }

    [Fact]
    public void builds_once_and_again_only_when_a_source_has_changed()
    {
        _sandbox.Run().Errors.ShouldContain("published");
        _sandbox.Run().Errors.ShouldNotContain("published");

        _sandbox.Write("src/Api/Program.cs", "two");
        _sandbox.Run().Errors.ShouldContain("published");

        _sandbox.Write("src/Api/obj/Debug/Generated.cs", "what another build leaves behind");
        _sandbox.Run().Errors.ShouldNotContain("published");

        _sandbox.Write("src/Api/Program.cs", "one");
        _sandbox.Run().Errors.ShouldNotContain("published", customMessage: "the build before the last one is kept");
    }

    [Fact]
    public void builds_again_when_a_source_was_deleted()
    {
        _sandbox.Write("src/Api/Extra.cs", "extra");
        _sandbox.Run();

        File.Delete(Path.Combine(_sandbox.Root, "src/Api/Extra.cs"));

        _sandbox.Run().Errors.ShouldContain("published");
    }

    [Fact]
    public void does_not_start_what_did_not_build()
    {
        _sandbox.Write("../programs/dotnet", "#!/bin/sh\necho \"$1\"; [ \"$1\" != publish ]", executable: true);

        var (exitCode, output, _) = _sandbox.Run();

        exitCode.ShouldNotBe(0);
        output.ShouldBeEmpty();
    }

    [Fact]
    public void says_what_helps_where_there_is_no_postgres_and_none_may_be_installed()
    {
        WithoutPostgres();

        var (exitCode, output, errors) = _sandbox.Run();

        exitCode.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.ShouldContain("apt-get install postgresql");
        errors.ShouldContain("EventDicom__ConnectionString=");
        errors.ShouldContain("docker compose up");
    }

    [Fact]
    public void needs_no_postgres_when_the_environment_names_a_server()
    {
        WithoutPostgres();
        _sandbox.Environment["EventDicom__ConnectionString"] = "Host=db";

        _sandbox.Run().ExitCode.ShouldBe(7);
    }

    [Fact]
    public void needs_no_postgres_when_the_configuration_names_a_server()
    {
        WithoutPostgres();
        _sandbox.Write("../else where/my site.json", """{ "EventDicom": { "ConnectionString": "Host=db" } }""");

        _sandbox.Run("my site.json").ExitCode.ShouldBe(7);
    }

    [Fact]
    public void needs_no_postgres_to_tell_what_it_can_do()
    {
        WithoutPostgres();

        var (exitCode, output, errors) = _sandbox.Run("rebuild", "--help");
        (exitCode, errors).ShouldBe((0, ""));
        output.ShouldContain("./run backup DIR");
        _sandbox.Write("Directory.Build.props", "<Project><PropertyGroup><Version>4.5.6</Version></PropertyGroup></Project>");
        _sandbox.Run("--version").Output.ShouldBe("EventDicom 4.5.6");
    }

    [Fact]
    public void looks_for_a_database_before_the_long_build()
    {
        WithoutPostgres();

        _sandbox.Run().Errors.ShouldNotContain("Building");
    }

    [Fact]
    public void does_not_take_an_empty_connection_string_for_a_server()
    {
        WithoutPostgres();
        _sandbox.Write("../else where/my site.json", """{ "EventDicom": { "ConnectionString": "" } }""");

        _sandbox.Run("my site.json").ExitCode.ShouldBe(1);
    }

    private void WithoutPostgres() => _sandbox.Environment["EVENTDICOM_POSTGRES_BIN"] = _sandbox.Elsewhere;
}
