using System.Text.Json;

namespace EventDicom.Api.Modifying;

/// <summary>
/// The bodies of requests that make new instances of stored ones. A job keeps what it was asked for, in events, for ever: so it gets the
/// members that mean something, and no more than 16 MB of them.
/// </summary>
public static class ModificationBody
{
    /// <summary>Bytes of JSON that a modification may have: values that are to be put into instances, above all.</summary>
    public const long Longest = 16L << 20;

    private static readonly JsonSelection s_selection = new(
        [
            "Asynchronous", "DicomVersion", "Force", "Keep", "KeepLabels", "KeepPrivateTags", "KeepSource", "Level",
            "Permissive", "Priority",
            "LossyQuality", "PrivateCreator", "Remove", "RemovePrivateTags", "Replace", "Synchronous", "Transcode",
        ],
        ["Instances", "Resources", "Series", "UserData"],
        Longest);

    /// <exception cref="OrthancException">Error 15: the body is no JSON object. 413: it is longer than a modification may be.</exception>
    public static Task<JsonElement> ReadAsync(HttpRequest request) => request.ReadJsonObjectAsync(s_selection);

    /// <summary>What a job keeps of a body for its steps: all but the lists of its resources, and but UserData, which it keeps
    /// beside.</summary>
    public static JsonElement Kept(JsonElement body) => s_selection.StoredOf(body);
}
