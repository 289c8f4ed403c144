using System.Globalization;

namespace EventDicom.Domain.Archives;

/// <summary>The names in one folder: the second resource of a name gets <c>-2</c> after it, the third <c>-3</c>.</summary>
public sealed class DistinctNames
{
    private readonly Dictionary<string, int> _times = [];
    private readonly HashSet<string> _taken = [];

    public string Take(string name)
    {
        while (true)
        {
            var times = _times[name] = _times.GetValueOrDefault(name) + 1;
            var distinct = times == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{times}");
            // A resource may really be called "a-2".
            if (_taken.Add(distinct)) return distinct;
        }
    }
}
