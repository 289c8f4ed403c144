using System.Globalization;

namespace EventDicom.Domain.Metadata;

/// <summary>What metadata are called. In events and tables they have numbers, as in Orthanc; a site may give its own names.</summary>
/// <param name="ofSite">Names to numbers from <see cref="FirstOfSite"/> on (<c>UserMetadata</c>).</param>
public sealed class MetadataNames(IReadOnlyDictionary<string, int> ofSite)
{
    /// <summary>Numbers below are the system's.</summary>
    public const int FirstOfSite = 1024, Last = 65535;

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

    private readonly Dictionary<int, string> _names = OfSystem.Concat(ofSite).ToDictionary(entry => entry.Value, entry => entry.Key);

    /// <summary>Whether users may set and remove it.</summary>
    public static bool IsOfSite(int number) => number is >= FirstOfSite and <= Last;

    /// <returns>The number that a name or a number in decimal stands for, which may be one that no metadata can have; <c>null</c> for an unknown name.</returns>
    public int? NumberOf(string name) =>
        int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : OfSystem.TryGetValue(name, out number) || ofSite.TryGetValue(name, out number) ? number
        : null;

    /// <summary>The name; the number in decimal where it has none.</summary>
    public string NameOf(int number) => _names.TryGetValue(number, out var name) ? name : number.ToString(CultureInfo.InvariantCulture);
}
