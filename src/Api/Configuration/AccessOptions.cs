namespace EventDicom.Api.Configuration;

/// <summary>Who may use HTTP.</summary>
public sealed record AccessOptions
{
    /// <summary>Whether other hosts than this one may.</summary>
    public bool RemoteAccessAllowed { get; init; }

    /// <summary>Whether HTTP Basic credentials are asked for; unless set, they are where remote access is allowed.</summary>
    public bool AuthenticationEnabled { get; init; }

    /// <summary>User to password. Never empty where authentication is enabled: without users there is one that the whole world knows.</summary>
    public required IReadOnlyDictionary<string, string> RegisteredUsers { get; init; }

    internal static AccessOptions Read(OptionReader options, ConfigurationReport report)
    {
        var remote = options.Flag(nameof(RemoteAccessAllowed), false);
        var explicitly = options.FlagOrUnset(nameof(AuthenticationEnabled));
        var enabled = explicitly ?? remote;
        var users = options.Table(nameof(RegisteredUsers), (_, value) => DefinitionJson.Text(value));
        if (users.Keys.FirstOrDefault(user => user.Length == 0 || user.Contains(':')) is { } unusable)
            throw options.Wrong(nameof(RegisteredUsers), $"\"{unusable}\" cannot be the name of a user: it is empty or has a colon");

        if (enabled && explicitly is null)
            report.Warn("Remote access is allowed and \"AuthenticationEnabled\" is not set: HTTP authentication is enabled");
        if (enabled && users.Count == 0)
        {
            report.Warn("INSECURE: HTTP authentication is enabled without any registered user, so that user \"orthanc\" with password \"orthanc\" "
                + "may do everything. Set \"RegisteredUsers\"");
            users = new Dictionary<string, string> { ["orthanc"] = "orthanc" };
        }

        if (remote && !enabled)
            report.Warn("INSECURE: remote access is allowed and HTTP authentication is disabled, so that every host may do everything");
        return new() { RemoteAccessAllowed = remote, AuthenticationEnabled = enabled, RegisteredUsers = users };
    }
}
