using System.Buffers;

namespace EventDicom.Api.Configuration;

/// <summary>The name under which a modality or a peer is known here.</summary>
public static class SymbolicName
{
    public const string Requirement = "The name of a modality or a peer has only letters and digits of ASCII, dashes and underscores";

    private static readonly SearchValues<char> s_allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool IsValid(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(s_allowed);
}
