using System.Diagnostics;
using EventDicom.Benchmarks.Http;
using EventDicom.Benchmarks.Measuring;
using EventDicom.Benchmarks.Scenarios;

namespace EventDicom.Benchmarks;

/// <summary>Measures every row on every server, one after the other, and every second round in the opposite order, so that what the machine
/// does meanwhile hits all alike.</summary>
internal sealed class Runner(CommandLine commandLine)
{
    private readonly IReadOnlyList<Target> targets = commandLine.Targets();

    public void Run()
    {
        var scenarios = commandLine.Scenarios();
        var rows = new List<Measurement>();
        for (var round = 0; round < commandLine.Rounds; round++)
        {
            var plan = commandLine.Plan(round);
            foreach (var step in scenarios.SelectMany(scenario => scenario(plan)))
            {
                foreach (var target in round % 2 == 0 ? targets : targets.Reverse())
                {
                    var row = Measure(step, target) with { Size = plan.Template.Length, Count = plan.Shape.Count };
                    rows.Add(row);
                    Console.Error.WriteLine($"{row.Target,-20} {row.Scenario,-44} {row.Rate,12:0.0} {row.Unit,-10} {row.Note}");
                    if (commandLine.Json is { } file) File.AppendAllText(file, Report.JsonLine(row) + "\n");
                }
            }
        }

        var medians = rows.GroupBy(row => (row.Scenario, row.Connections, row.Target)).Select(Median).ToList();
        Console.WriteLine(Report.Table(medians));
        if (targets.Count > 1) Console.WriteLine(Report.Comparison([.. targets.Select(target => target.Name)], medians));
    }

    private static Measurement Measure(Step step, Target target)
    {
        Settle();
        try
        {
            return step.Measure(target, new Load(target, step.Connections)) with { Connections = step.Connections };
        }
        catch (Exception e) when (RefusedException.IsTheServers(e))
        {
            return new() { Target = target.Name, Scenario = step.Scenario, Connections = step.Connections, Note = $"n/a: {e.Message}" };
        }
    }

    /// <summary>Lets the disk take what the row before left unwritten: no row pays for another.</summary>
    private static void Settle()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var sync = Process.Start("sync");
        sync.WaitForExit();
    }

    private static Measurement Median(IEnumerable<Measurement> rounds)
    {
        var sorted = rounds.OrderBy(row => row.Rate ?? 0).ToList();
        return sorted[sorted.Count / 2];
    }
}
