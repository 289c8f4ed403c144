using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Modalities;

/// <summary>What holds of every server that is called over HTTP, a peer or one of DICOMweb.</summary>
internal static class PeerRules
{
    /// <returns><c>null</c> where a server may be known like that.</returns>
    public static Refused? Fault(string name, PeerDefinition definition, PeerSecrets secrets)
    {
        if (!SymbolicName.IsValid(name))
            return new(OrthancError.BadFileFormat, $"{SymbolicName.Requirement}, but this is \"{name}\"");
        return definition.Username.Length == 0 && secrets.Password.Length > 0
            ? new(OrthancError.BadFileFormat, "A password without a username")
            : null;
    }

    // Records compare dictionaries by reference.
    public static bool AreSame(
        (PeerDefinition Definition, PeerSecrets Secrets) one, (PeerDefinition Definition, PeerSecrets Secrets) other) =>
        Same(one.Definition.UserProperties, other.Definition.UserProperties)
        && Same(one.Secrets.HttpHeaders, other.Secrets.HttpHeaders)
        && one.Definition with { UserProperties = other.Definition.UserProperties } == other.Definition
        && one.Secrets with { HttpHeaders = other.Secrets.HttpHeaders } == other.Secrets;

    private static bool Same(IReadOnlyDictionary<string, string> these, IReadOnlyDictionary<string, string> those) =>
        these.Count == those.Count && these.All(entry => those.TryGetValue(entry.Key, out var value) && value == entry.Value);
}
