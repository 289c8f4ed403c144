namespace EventDicom.Api.Configuration;

/// <summary>What the person who wrote the configuration should know about it.</summary>
public sealed class ConfigurationReport
{
    private readonly List<string> _warnings = [];
    private readonly List<string> _ignored = [];

    /// <summary>To be shown at every start: options of Orthanc that do nothing here, misspelled names, dangerous defaults.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>To be shown to the curious: names that neither Orthanc nor we know, most of them for plugins.</summary>
    public IReadOnlyList<string> Ignored => _ignored;

    internal void Warn(string warning) => _warnings.Add(warning);

    internal void Ignore(string option) => _ignored.Add(option);
}
