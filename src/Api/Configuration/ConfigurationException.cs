namespace EventDicom.Api.Configuration;

/// <summary>A configuration that the server must not start with.</summary>
/// <param name="option">The option's path, e.g. <c>EventDicom.KeepDeleted</c>; null where a file as a whole is at fault.</param>
/// <param name="problem">What is wrong with it, without the option's name.</param>
/// <param name="source">The file or environment variable that sets it, if any does.</param>
public sealed class ConfigurationException(string? option, string problem, string? source = null)
    : Exception(
        $"{(option is null ? "Configuration" : $"Configuration option \"{option}\"")}{(source is null ? "" : $" in {source}")}: {problem}")
{
    public string? Option { get; } = option;

    public string Problem { get; } = problem;

    /// <summary>Where the offending value was found.</summary>
    public string? Origin { get; } = source;
}
