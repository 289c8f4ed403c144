using System.Security.Claims;

namespace EventDicom.Api.Security;

/// <summary>
/// What a user may do, by the names that Orthanc Explorer 2 and Orthanc's authorization plugin use. Each is the name of a policy of
/// ASP.NET, and each route asks for exactly one of them.
/// </summary>
public static class Allow
{
    /// <summary>Read what is in the archive, and what the server says about itself.</summary>
    public const string View = "view";

    /// <summary>Take files and archives away.</summary>
    public const string Download = "download";

    public const string Upload = "upload";

    /// <summary>Remove resources, or protect them from being removed.</summary>
    public const string Delete = "delete";

    /// <summary>See the peers that instances may be sent to.</summary>
    public const string Send = "send";

    /// <summary>Modify, split and merge.</summary>
    public const string Modify = "modify";

    public const string Anonymize = "anonymize";

    /// <summary>Query remote modalities and retrieve from them.</summary>
    public const string QueryRetrieve = "q-r-remote-modalities";

    /// <summary>Read and change what the server can be told while it runs, its modalities and peers among it.</summary>
    public const string Settings = "settings";

    public const string EditLabels = "edit-labels";

    /// <summary>Look after the server: the jobs of all users, its logs, its end.</summary>
    public const string Administrate = "admin-permissions";

    /// <summary>Stands for each of the others, in what a user has; no route asks for it.</summary>
    public const string All = "all";

    public static readonly IReadOnlyList<string> Names =
        [View, Download, Upload, Delete, Send, Modify, Anonymize, QueryRetrieve, Settings, EditLabels, Administrate];

    /// <summary>The type of the claims that say which permissions a user has, one for each.</summary>
    public const string ClaimType = "permission";

    internal static Claim Everything => new(ClaimType, All);
}
