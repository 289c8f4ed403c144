using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EventDicom.Benchmarks.Measuring;

/// <summary>Measurements as JSON lines for programs and as aligned Markdown tables for people.</summary>
internal static class Report
{
    public static string JsonLine(Measurement row) => JsonSerializer.Serialize(row);

    public static string Table(IEnumerable<Measurement> rows) => Markdown(
        [
            ["server", "scenario", "conn", "rate", "unit", "p50 ms", "p95 ms", "p99 ms", "server CPU ms", "driver CPU ms", "others",
                "peak MB", "note"],
            .. rows.Select(row => row.Rate is null
                ? [row.Target, row.Scenario, Whole(row.Connections), "n/a", "", "", "", "", "", "", "", "", row.Note]
                : new[]
                {
                    row.Target, row.Scenario, Whole(row.Connections), Short(row.Rate), row.Unit + "/s", Short(row.P50), Short(row.P95),
                    Short(row.P99),
                    Short(row.ServerCpu), Short(row.DriverCpu),
                    row.OtherCores is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{row.OtherCores:0.00}"),
                    Short(row.PeakMegabytes), row.Note,
                }),
        ]);

    /// <summary>One line for each scenario: every server's rate and p99, and the last server's rate divided by the best of the
    /// others.</summary>
    public static string Comparison(IReadOnlyList<string> targets, IEnumerable<Measurement> rows)
    {
        List<string> titles = ["scenario", "conn", "unit", .. targets.SelectMany(name => new[] { name, "p99 ms" }), "ratio"];
        var lines = new List<string[]> { titles.ToArray() };
        foreach (var group in rows.GroupBy(row => (row.Scenario, row.Connections)))
        {
            var line = new List<string> { group.Key.Scenario, Whole(group.Key.Connections), group.Max(row => row.Unit) + "/s" };
            foreach (var name in targets)
            {
                var row = group.FirstOrDefault(row => row.Target == name);
                line.AddRange(row?.Rate is null ? ["n/a", ""] : [Short(row.Rate), Short(row.P99)]);
            }

            var best = group.Where(row => row.Target != targets[^1]).Max(row => row.Rate);
            var ours = group.FirstOrDefault(row => row.Target == targets[^1])?.Rate;
            line.Add(best is > 0 && ours is not null ? string.Create(CultureInfo.InvariantCulture, $"{ours / best:0.00}") : "");
            lines.Add([.. line]);
        }

        return Markdown(lines);
    }

    private static string Markdown(List<string[]> lines)
    {
        var widths = Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        var text = new StringBuilder();
        for (var number = 0; number < lines.Count; number++)
        {
            text.AppendLine("| " + string.Join(" | ",
                lines[number].Select((cell, column) =>
                    IsNumber(lines, column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))) + " |");
            if (number == 0)
                text.AppendLine("| " + string.Join(" | ",
                    widths.Select((width, column) =>
                        IsNumber(lines, column) ? new string('-', Math.Max(1, width - 1)) + ":" : new string('-', width))) + " |");
        }

        return text.ToString();
    }

    private static bool IsNumber(List<string[]> lines, int column) =>
        lines.Skip(1).Any(line => line[column].Length > 0 && (char.IsAsciiDigit(line[column][0]) || line[column] == "n/a"));

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Short(double? value) => value switch
    {
        null => "",
        >= 100 => value.Value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.Value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.Value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.000", CultureInfo.InvariantCulture),
    };
}
