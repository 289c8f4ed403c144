namespace EventDicom.Api.Configuration;

/// <summary>What may be logged of patients.</summary>
public sealed record LogOptions
{
    /// <summary>Whether tags are anonymized before they are logged.</summary>
    public bool DeidentifyLogs { get; init; }

    /// <summary>The edition of PS3.15 table E.1-1 to do it by.</summary>
    public required string DeidentifyLogsDicomVersion { get; init; }

    internal static LogOptions Read(OptionReader options)
    {
        var logs = new LogOptions
        {
            DeidentifyLogs = options.Flag(nameof(DeidentifyLogs), true),
            DeidentifyLogsDicomVersion = options.Text(
                nameof(DeidentifyLogsDicomVersion), "2023b", version =>
                    version is "2008" or "2017c" or "2021b" or "2023b", "must be one of 2008, 2017c, 2021b, 2023b"),
        };
        options.NotYet("no values of tags are logged", nameof(DeidentifyLogs), nameof(DeidentifyLogsDicomVersion));
        return logs;
    }
}
