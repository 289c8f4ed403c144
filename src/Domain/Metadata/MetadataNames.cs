namespace EventDicom.Domain.Metadata;

/// <summary>What metadata are called.</summary>
/// <param name="ofSite">Orthanc's <c>UserMetadata</c>.</param>
public sealed class MetadataNames(IReadOnlyDictionary<string, int> ofSite) : NumberedNames(OfSystem, ofSite)
{
    /// <summary>What the archive keeps of its own accord.</summary>
    public static readonly IReadOnlyDictionary<string, int> OfSystem = new Dictionary<string, int>
    {
        ["IndexInSeries"] = 1,
        ["ReceptionDate"] = 2,
        ["RemoteAET"] = 3,
        ["ExpectedNumberOfInstances"] = 4,
        ["ModifiedFrom"] = 5,
        ["AnonymizedFrom"] = 6,
        ["LastUpdate"] = 7,
        ["Origin"] = 8,
        ["TransferSyntax"] = 9,
        ["SopClassUid"] = 10,
        ["RemoteIP"] = 11,
        ["CalledAET"] = 12,
        ["HttpUsername"] = 13,
        ["PixelDataOffset"] = 14,
        ["MainDicomTagsSignature"] = 15,
        ["MainDicomSequences"] = 16,
        ["PixelDataVR"] = 17,
    };
}
