using System.Buffers;

namespace EventDicom.Domain.Modalities;

/// <summary>The name under which a modality, a peer or a DICOMweb server is known here.</summary>
public static class SymbolicName
{
    public const int MaximumLength = 255;

    public const string Requirement =
        "The name of a modality, a peer or a server has only letters and digits of ASCII, dashes and underscores, 255 at most";

    private static readonly SearchValues<char> s_allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool IsValid(string name) => name.Length is > 0 and <= MaximumLength && !name.AsSpan().ContainsAnyExcept(s_allowed);
}
