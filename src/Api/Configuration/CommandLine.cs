namespace EventDicom.Api.Configuration;

/// <summary>The arguments that Orthanc takes: <c>[--verbose] [--trace] [--config=FILE] [files or folders]</c>.</summary>
/// <param name="ConfigurationPaths">Files and folders whose options are merged; none for defaults.</param>
/// <param name="DumpTo">Where to write the defaults instead of starting; <c>-</c> is standard output.</param>
/// <param name="Unknown">Options of Orthanc that mean nothing here.</param>
public sealed record CommandLine(IReadOnlyList<string> ConfigurationPaths, bool Verbose, bool Trace, string? DumpTo,
    IReadOnlyList<string> Unknown)
{
    private const string Dump = "--config=";

    // Options of Orthanc's that change nothing here. What follows the name, as in --logdir=FOLDER, does not matter.
    private static readonly string[] s_ofOrthanc =
        ["--logdir", "--logfile", "--errors", "--verbose-", "--trace-", "--upgrade", "--no-jobs", "--openapi", "--cacert"];

    /// <exception cref="UsageException">An option is none of ours and none of Orthanc's, or what is no option cannot be a
    /// configuration.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var options = arguments.Where(argument => argument.StartsWith('-')).ToList();
        var paths = arguments.Except(options).ToList();
        if (options.FirstOrDefault(option => !IsKnown(option)) is { } stranger)
            throw new UsageException($"there is no option {stranger}; --help lists what there is");
        if (paths is [var word] && !Path.Exists(word) && word.All(character => char.IsAsciiLetter(character) || character == '-'))
            throw new UsageException($"{word} is no command, and no file or folder of that name is here; --help lists the commands");

        return new(
            paths,
            options.Contains("--verbose"),
            options.Contains("--trace"),
            options.LastOrDefault(IsDump)?[Dump.Length..],
            [.. options.Where(option => option is not ("--verbose" or "--trace") && !IsDump(option))]);
    }

    private static bool IsKnown(string option) =>
        option is "--verbose" or "--trace" || IsDump(option)
        || s_ofOrthanc.Any(known => option.StartsWith(known, StringComparison.Ordinal));

    private static bool IsDump(string option) => option.StartsWith(Dump, StringComparison.Ordinal) && option.Length > Dump.Length;
}
