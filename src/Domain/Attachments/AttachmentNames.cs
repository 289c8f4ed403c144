namespace EventDicom.Domain.Attachments;

/// <summary>What attachments are called.</summary>
/// <param name="ofSite">Orthanc's <c>UserContentType</c>.</param>
public sealed class AttachmentNames(IReadOnlyDictionary<string, int> ofSite) : NumberedNames(OfSystem, ofSite)
{
    /// <summary>The file of an instance.</summary>
    public const int Dicom = 1;

    /// <summary>What Orthanc itself attaches; of these only the file is ever there.</summary>
    public static readonly IReadOnlyDictionary<string, int> OfSystem = new Dictionary<string, int>
    {
        ["dicom"] = Dicom,
        ["dicom-as-json"] = 2,
        ["dicom-until-pixel-data"] = 3,
    };
}
