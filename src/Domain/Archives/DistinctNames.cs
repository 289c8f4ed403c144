using System.Globalization;

namespace EventDicom.Domain.Archives;

/// <summary>The names in one folder: the second resource of a name gets <c>-2</c> after it, the third <c>-3</c>.</summary>
public sealed class DistinctNames
{
    private readonly Dictionary<string, int> _taken = [];

    public string Take(string name)
    {
        var times = _taken[name] = _taken.GetValueOrDefault(name) + 1;
        return times == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{times}");
    }
}
