namespace EventDicom.Domain.Modalities;

/// <summary>
/// Another server that speaks DICOMweb. Defined by the members that define a peer; what only DICOMweb knows stands, as in Orthanc, among
/// what the site wrote down.
/// </summary>
public sealed record DicomWebServer(PeerDefinition Definition, PeerSecrets Secrets)
{
    /// <summary>
    /// Names of the flags that Orthanc knows. <c>ChunkedTransfers</c> changes nothing here: what is sent is an instance at a time, whose
    /// length is told. Whatever else a site writes down is only shown.
    /// </summary>
    public static readonly IReadOnlyList<string> Flags =
        [nameof(HasDelete), "ChunkedTransfers", nameof(HasWadoRsUniversalTransferSyntax)];

    /// <summary>Whether it may be asked to delete what it has.</summary>
    public bool HasDelete => Flag(nameof(HasDelete), false);

    /// <summary>Whether it knows <c>transfer-syntax=*</c>, and so gives what it has as it has it (PS3.18 section 8.7.3.5.2).</summary>
    public bool HasWadoRsUniversalTransferSyntax => Flag(nameof(HasWadoRsUniversalTransferSyntax), true);

    /// <summary>A flag as it is kept; <c>null</c> for a text that is none.</summary>
    public static bool? FlagOf(string text) => text switch
    {
        "1" or "true" => true,
        "0" or "false" => false,
        _ => null,
    };

    private bool Flag(string name, bool fallback) =>
        Definition.UserProperties.TryGetValue(name, out var text) ? FlagOf(text) ?? fallback : fallback;
}
