namespace EventDicom.Api.Configuration;

/// <summary>The arguments that Orthanc takes: <c>[--verbose] [--trace] [--config=FILE] [file or folder]</c>.</summary>
/// <param name="ConfigurationPath">Null where none is given.</param>
/// <param name="DumpTo">Where to write the defaults instead of starting; <c>-</c> is standard output.</param>
/// <param name="Unknown">Options of Orthanc that mean nothing here.</param>
public sealed record CommandLine(string? ConfigurationPath, bool Verbose, bool Trace, string? DumpTo, IReadOnlyList<string> Unknown)
{
    private const string Dump = "--config=";

    /// <exception cref="ConfigurationException">Two configurations are named.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var options = arguments.Where(argument => argument.StartsWith("--", StringComparison.Ordinal)).ToList();
        var paths = arguments.Except(options).ToList();
        if (paths.Count > 1) throw new ConfigurationException(null, "name one file or one folder, whose files are merged", string.Join(' ', paths));

        return new(
            paths.FirstOrDefault(),
            options.Contains("--verbose"),
            options.Contains("--trace"),
            options.LastOrDefault(IsDump)?[Dump.Length..],
            [.. options.Where(option => option is not ("--verbose" or "--trace") && !IsDump(option))]);
    }

    private static bool IsDump(string option) => option.StartsWith(Dump, StringComparison.Ordinal) && option.Length > Dump.Length;
}
