namespace EventDicom.Api.Tests.Hosting;

public sealed class RunningTheTests : IDisposable
{
    // Builds as the file "build" says; tests an assembly as the file of its name says: a status, and the three counts of the
    // report, or none where the test host has crashed before it wrote one. "hangs until NAME" has the script told to stop when that
    // project has ended, and would take a minute more.
    private const string Dotnet = """
        #!/bin/sh
        [ "$1" != build ] || exit "$(cat build.status)"
        echo "filter: $*" | sed -n 's/.*--filter \(.*\) -- .*/filtered by \1/p'
        read -r status total executed passed <"$(basename "$2").outcome"
        parent() { sed -n 's/^PPid:[[:space:]]*//p' "/proc/$1/status"; }
        if [ "$status" = hangs ]; then
          until [ -e "artifacts/test/$executed.ended" ]; do sleep 0.05; done
          kill -TERM "$(parent "$(parent "$PPID")")"
          exec sleep 60
        fi
        shift
        while [ "$1" != --results-directory ]; do shift; done
        [ -z "$total" ] || printf '<TestRun>\n  <Counters total="%s" executed="%s" passed="%s" failed="0" />\n' \
          "$total" "$executed" "$passed" >"$2/${4#*=}"
        exit "$status"
        """;

    private readonly ScriptSandbox _sandbox = new("test", Dotnet);

    public RunningTheTests() => _sandbox.Write("build.status", "0");

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void ends_with_the_sum_over_all_projects()
    {
        Project("One.Tests", "0 10 8 8");
        Project("Two.Tests", "0 5 5 5");

        LastLine().ShouldBe((0, "13 passed, 0 failed, 2 skipped"));
    }

    [Fact]
    public void fails_when_a_test_failed()
    {
        Project("One.Tests", "1 10 9 7");
        Project("Two.Tests", "0 5 5 5");

        LastLine().ShouldBe((1, "12 passed, 2 failed, 1 skipped"));
    }

    [Theory]
    [InlineData("134", "5 passed, 1 failed, 0 skipped")]
    [InlineData("1 3 3 3", "8 passed, 1 failed, 0 skipped")]
    public void counts_a_crashed_test_host_as_a_failure(string outcome, string sum)
    {
        Project("One.Tests", outcome);
        Project("Two.Tests", "0 5 5 5");

        LastLine().ShouldBe((1, sum));
    }

    [Fact]
    public void counts_a_project_without_a_build_as_a_failure()
    {
        Project("One.Tests", "0 5 5 5");
        _sandbox.Write("tests/Two.Tests/EventDicom.Two.Tests.csproj", "");

        LastLine().ShouldBe((1, "5 passed, 1 failed, 0 skipped"));
    }

    [Fact]
    public void fails_when_nothing_ran()
    {
        Project("One.Tests", "0 2 0 0");

        LastLine().ShouldBe((1, "0 passed, 0 failed, 2 skipped"));
    }

    [Fact]
    public void fails_when_the_build_fails()
    {
        Project("One.Tests", "0 5 5 5");
        _sandbox.Write("build.status", "1");

        LastLine().ShouldBe((1, "0 passed, 1 failed, 0 skipped"));
    }

    [Theory]
    [InlineData("Splitting", "FullyQualifiedName~Splitting")]
    [InlineData("Category=Slow", "Category=Slow")]
    public void runs_only_the_tests_that_are_asked_for(string argument, string filter)
    {
        Project("One.Tests", "0 5 5 5");

        _sandbox.Run(argument).Output.ShouldContain($"filtered by {filter}\n");
    }

    [Fact]
    public void counts_what_has_ended_when_it_is_told_to_stop_while_another_hangs()
    {
        Project("One.Tests", "hangs until Two.Tests");
        Project("Two.Tests", "0 5 5 5");

        LastLine().ShouldBe((1, "5 passed, 2 failed, 0 skipped"));
    }

    [Fact]
    public void shows_what_each_project_said()
    {
        foreach (var name in (string[])["One.Tests", "Two.Tests", "Three.Tests"]) Project(name, "0 5 5 5");

        var lines = _sandbox.Run("Category=Slow").Output.Split('\n');

        lines.Count(line => line == "filtered by Category=Slow").ShouldBe(3);
        lines[^1].ShouldBe("15 passed, 0 failed, 0 skipped");
    }

    [Fact]
    public void does_not_count_the_report_of_an_earlier_run()
    {
        Project("One.Tests", "0 5 5 5");
        LastLine();
        Project("One.Tests", "134");

        LastLine().ShouldBe((1, "0 passed, 1 failed, 0 skipped"));
    }

    private void Project(string name, string outcome)
    {
        _sandbox.Write($"tests/{name}/EventDicom.{name}.csproj", "");
        _sandbox.Write($"tests/{name}/bin/Debug/net10.0/EventDicom.{name}.dll", "");
        _sandbox.Write($"EventDicom.{name}.dll.outcome", outcome);
    }

    private (int ExitCode, string LastLine) LastLine()
    {
        var (exitCode, output, _) = _sandbox.Run();
        return (exitCode, output.Split('\n')[^1]);
    }
}
