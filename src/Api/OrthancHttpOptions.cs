namespace EventDicom.Api;

/// <summary>The options of Orthanc's configuration that say how HTTP requests are received and answered.</summary>
public sealed record OrthancHttpOptions
{
    /// <summary><c>HttpDescribeErrors</c>: whether an error has a JSON body.</summary>
    public bool DescribeErrors { get; init; } = true;

    /// <summary><c>HttpCompressionEnabled</c>.</summary>
    public bool Compression { get; init; }

    /// <summary><c>RemoteAccessAllowed</c>: whether other hosts may connect.</summary>
    public bool RemoteAccessAllowed { get; init; }

    /// <summary><c>AuthenticationEnabled</c>: whether requests need credentials.</summary>
    public bool AuthenticationEnabled { get; init; }

    /// <summary><c>RegisteredUsers</c>: name to password.</summary>
    public IReadOnlyDictionary<string, string> RegisteredUsers { get; init; } = new Dictionary<string, string>();
}
