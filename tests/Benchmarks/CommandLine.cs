using System.Globalization;
using EventDicom.Benchmarks.Corpus;
using EventDicom.Benchmarks.Http;
using EventDicom.Benchmarks.Scenarios;

namespace EventDicom.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed class CommandLine
{
    public const string Usage = """
        EventDicom.Benchmarks SCENARIO... --url URL [--pid N]... [options]
        EventDicom.Benchmarks SCENARIO... --target NAME=URL#PID,PID --target NAME=URL#PID [options]
        EventDicom.Benchmarks corpus FOLDER [options]
        EventDicom.Benchmarks codecs [--seconds N]
        EventDicom.Benchmarks fill CONNECTION --archive-studies 50000 --archive-instances 1000000
        EventDicom.Benchmarks ports N

        SCENARIO      all, or of: upload reupload read preview rendered list find changes visible archive anonymize modify replace delete
                      (all but the first two need what upload left on the server, with the same corpus options)
        --url URL     one server, http only; --name NAME is what the tables call it
        --pid N       its processes, for CPU and memory; children are counted with them; the first is the one whose memory is shown
        --target T    several servers, measured in turn row by row; the last is compared with the best of the others
        --user U:P    HTTP Basic credentials
        --size 12k    bytes of one instance, with k or m        --count 4000        number of instances
        --seed 0      another seed, other identifiers           --per-patient 200   instances of one patient
        --studies 2   studies of one patient                    --series 2          series of one study
        --connections 8                                         --seconds 3         time of one row without a natural end
        --rounds 1    the whole list several times, each with the next seed; the median is shown
        --json FILE   append every measurement as a line of JSON
        corpus        writes the instances as files
        codecs        measures the codecs in this process, on one core; each number takes the given seconds
        fill          appends the events of a large archive to the database of a server that is not running, without a file behind any of them
        ports         prints N free TCP ports of the loopback interface
        """;

    private readonly ILookup<string, string> options;

    private CommandLine(IReadOnlyList<string> words, ILookup<string, string> options)
    {
        Words = words;
        this.options = options;
    }

    /// <summary>What is not an option: scenarios, or a command and its argument.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <exception cref="ArgumentException">An option is unknown or lacks its value.</exception>
    public static CommandLine Parse(string[] arguments)
    {
        var words = new List<string>();
        var pairs = new List<(string Name, string Value)>();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal)) words.Add(arguments[i]);
            else if (!Usage.Contains(arguments[i] + " ", StringComparison.Ordinal))
                throw new ArgumentException($"unknown option {arguments[i]}");
            else if (i + 1 == arguments.Length) throw new ArgumentException($"{arguments[i]} needs a value");
            else pairs.Add((arguments[i][2..], arguments[++i]));
        }

        return new(words, pairs.ToLookup(pair => pair.Name, pair => pair.Value));
    }

    public int Rounds => Number("rounds", 1);

    public string? Json => options["json"].LastOrDefault();

    public TimeSpan Time => TimeSpan.FromSeconds(Number("seconds", 3));

    /// <summary>Studies and instances of what <c>fill</c> makes.</summary>
    public (int Studies, int Instances) Archive => (Number("archive-studies", 50_000), Number("archive-instances", 1_000_000));

    public Plan Plan(int round) => new(Shape(round), Number("connections", 8), Time);

    public CorpusShape Shape(int round) =>
        new CorpusShape(Number("seed", 0) + round, Number("count", 4000), Number("size", 12 * 1024), Number("per-patient", 200),
            Number("studies", 2), Number("series", 2)).Checked();

    public IReadOnlyList<Target> Targets()
    {
        var user = options["user"].LastOrDefault();
        var targets = options["target"].Select(text => Target.Parse(text, user)).ToList();
        if (options["url"].LastOrDefault() is { } url)
            targets.Add(Target.Parse($"{options["name"].LastOrDefault() ?? "server"}={url}#{string.Join(',', options["pid"])}", user));
        return targets.Count > 0 ? targets : throw new ArgumentException("name a server with --url or --target");
    }

    public IReadOnlyList<Func<Plan, IEnumerable<Step>>> Scenarios()
    {
        if (Words.Contains("all")) return [.. Catalogue.All.Select(entry => entry.Steps)];
        var unknown = Words.FirstOrDefault(word => Catalogue.All.All(entry => entry.Name != word));
        return unknown is null
            ? [.. Catalogue.All.Where(entry => Words.Contains(entry.Name)).Select(entry => entry.Steps)]
            : throw new ArgumentException($"unknown scenario {unknown}");
    }

    private int Number(string name, int missing)
    {
        var text = options[name].LastOrDefault();
        if (text is null) return missing;
        var factor = char.ToLowerInvariant(text[^1]) switch { 'k' => 1024, 'm' => 1024 * 1024, _ => 1 };
        return int.TryParse(factor == 1 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? checked(number * factor)
            : throw new ArgumentException($"--{name} must be a number and not {text}");
    }
}
