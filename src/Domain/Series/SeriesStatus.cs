using System.Globalization;

namespace EventDicom.Domain.Series;

/// <summary>How the instances of a series compare with the number that its first instance announced, in Orthanc's words.</summary>
public enum SeriesStatus
{
    Unknown,
    Missing,
    Inconsistent,
    Complete,
}

public static class SeriesCompleteness
{
    /// <param name="indexes">IndexInSeries of each instance; instances that have none are passed over.</param>
    public static SeriesStatus Of(long? expected, IEnumerable<string?> indexes)
    {
        if (expected is not { } count) return SeriesStatus.Unknown;

        var seen = new HashSet<long>();
        foreach (var text in indexes)
        {
            if (text is null) continue;
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
                return SeriesStatus.Unknown;
            if (index <= 0 || index > count || !seen.Add(index)) return SeriesStatus.Inconsistent;
        }
        return seen.Count == count ? SeriesStatus.Complete : SeriesStatus.Missing;
    }
}
