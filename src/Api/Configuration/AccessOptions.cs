namespace EventDicom.Api.Configuration;

/// <summary>Who may use HTTP.</summary>
public sealed record AccessOptions
{
    /// <summary>Whether other hosts than this one may.</summary>
    public bool RemoteAccessAllowed { get; init; }

    /// <summary>Whether HTTP Basic credentials are asked for; unless set, they are where remote access is allowed.</summary>
    public bool AuthenticationEnabled { get; init; }

    /// <summary>User to password. Never empty where authentication is enabled: without users there is one that the whole world
    /// knows.</summary>
    public required IReadOnlyDictionary<string, string> RegisteredUsers { get; init; }

    /// <summary>
    /// What Orthanc calls a secure HTTP server: unless this host alone is served, credentials are asked for, and none of them is known to
    /// the whole world. Whether the connection is encrypted does not count, for that may be done by a proxy.
    /// </summary>
    public bool IsSecure { get; init; }

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
        var hasUsers = users.Count > 0;
        // The list is there and empty: nobody is to come in. As Orthanc 1.13 has it, that cannot be meant.
        if (enabled && remote && !hasUsers && options.IsSet(nameof(RegisteredUsers)))
            throw options.Wrong(nameof(RegisteredUsers),
                "is empty, so that nobody could use the server from elsewhere: name a user, or leave the option out");
        if (enabled && !hasUsers)
        {
            report.Warn(
                "INSECURE: HTTP authentication is enabled without any registered user, so that user \"orthanc\" with password \"orthanc\" "
                + "may do everything. Set \"RegisteredUsers\"");
            users = new Dictionary<string, string> { ["orthanc"] = "orthanc" };
        }

        if (remote && !enabled)
            report.Warn("INSECURE: remote access is allowed and HTTP authentication is disabled, so that every host may do everything");
        return new() { RemoteAccessAllowed = remote, AuthenticationEnabled = enabled, RegisteredUsers = users, IsSecure = !remote
            || (enabled && hasUsers) };
    }
}
