using System.Collections;

namespace EventDicom.Api;

/// <summary>What the process was started with.</summary>
internal static class ProcessEnvironment
{
    /// <summary>Where data is kept, <c>EVENTDICOM_DATA</c>; <c>data</c> below the current folder when that is not set.</summary>
    public static string DataFolder => Environment.GetEnvironmentVariable("EVENTDICOM_DATA") is { Length: > 0 } folder ? folder : "data";

    public static Dictionary<string, string> Variables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
}
