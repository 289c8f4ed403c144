using System.Globalization;

namespace EventDicom.Domain.Resources;

/// <summary>What metadata or attachments are called. In events and tables they have numbers, as in Orthanc; a site may give names to those
/// of its own.</summary>
/// <param name="ofSite">Names to numbers from <see cref="FirstOfSite"/> on.</param>
public abstract class NumberedNames(IReadOnlyDictionary<string, int> ofSystem, IReadOnlyDictionary<string, int> ofSite)
{
    /// <summary>Numbers below are the system's.</summary>
    public const int FirstOfSite = 1024, Last = 65535;

    private readonly Dictionary<int, string> _names = ofSystem.Concat(ofSite).ToDictionary(entry => entry.Value, entry => entry.Key);

    /// <summary>Whether users may set and remove it.</summary>
    public static bool IsOfSite(int number) => number is >= FirstOfSite and <= Last;

    /// <returns>The number that a name or a number in decimal stands for, which may be one that nothing can have; <c>null</c> for an
    /// unknown name.</returns>
    public int? NumberOf(string name) =>
        int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : ofSystem.TryGetValue(name, out number) || ofSite.TryGetValue(name, out number) ? number
        : null;

    /// <summary>The name; the number in decimal where it has none.</summary>
    public string NameOf(int number) => _names.TryGetValue(number, out var name) ? name : number.ToString(CultureInfo.InvariantCulture);
}
