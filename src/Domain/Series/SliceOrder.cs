using System.Globalization;
using EventDicom.Dicom;

namespace EventDicom.Domain.Series;

/// <summary>One instance of a series that is to be ordered.</summary>
/// <param name="IndexInSeries">Its number, as it is stored.</param>
/// <param name="MainDicomTags">As <see cref="MainDicomTags.Read"/> has them.</param>
public readonly record struct UnorderedSlice(string Id, string? IndexInSeries, IReadOnlyDictionary<string, string> MainDicomTags);

/// <summary>One instance of an ordered series.</summary>
/// <param name="PromisesFrames">Whether its data set says that it has several frames; how many there are, its pixels tell.</param>
public readonly record struct Slice(string Id, bool PromisesFrames);

/// <summary>Orders the instances of a series: along the normal of their common plane, else by their numbers.</summary>
public static class SliceOrder
{
    // Two planes count as one when each direction cosine differs by less.
    private const double SameDirection = 0.001;

    private static readonly string s_position = DicomTag.ImagePositionPatient.ToString();
    private static readonly string s_orientation = DicomTag.ImageOrientationPatient.ToString();
    private static readonly string s_frames = DicomTag.NumberOfFrames.ToString();

    /// <returns><c>null</c> when the instances tell no order.</returns>
    public static (string Type, IReadOnlyList<Slice> Slices)? Of(IReadOnlyList<UnorderedSlice> instances)
    {
        if (AsVolume(instances) is { } volume) return ("Volume", volume);
        return AsSequence(instances) is { } sequence ? ("Sequence", sequence) : null;
    }

    private static IReadOnlyList<Slice>? AsVolume(IReadOnlyList<UnorderedSlice> instances)
    {
        double[]? common = null;
        var placed = new List<(double Distance, Slice Slice)>();
        foreach (var instance in instances)
        {
            if (Numbers(instance, s_position, 3) is not { } position || Numbers(instance, s_orientation, 6) is not { } orientation)
                return null;
            common ??= orientation;
            if (common.Zip(orientation).Any(pair => Math.Abs(pair.First - pair.Second) > SameDirection)) return null;

            double[] normal =
            [
                common[1] * common[5] - common[2] * common[4],
                common[2] * common[3] - common[0] * common[5],
                common[0] * common[4] - common[1] * common[3],
            ];
            placed.Add((normal.Zip(position, (a, b) => a * b).Sum(), ToSlice(instance)));
        }

        placed.Sort((a, b) => a.Distance.CompareTo(b.Distance));
        for (var i = 1; i < placed.Count; i++)
            if (placed[i].Distance == placed[i - 1].Distance) return null;
        return placed.Count == 0 ? null : [.. placed.Select(entry => entry.Slice)];
    }

    private static IReadOnlyList<Slice>? AsSequence(IReadOnlyList<UnorderedSlice> instances)
    {
        var numbered = new List<(long Index, Slice Slice)>();
        foreach (var instance in instances)
        {
            if (!long.TryParse(instance.IndexInSeries, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
                return null;
            numbered.Add((index, ToSlice(instance)));
        }
        return [.. numbered.OrderBy(entry => entry.Index).Select(entry => entry.Slice)];
    }

    private static Slice ToSlice(UnorderedSlice instance) =>
        new(instance.Id, instance.MainDicomTags.TryGetValue(s_frames, out var text) && text.Trim() is not ("" or "1"));

    private static double[]? Numbers(UnorderedSlice instance, string tag, int count)
    {
        if (!instance.MainDicomTags.TryGetValue(tag, out var text)) return null;
        var parts = text.Split('\\');
        var numbers = new double[count];
        if (parts.Length != count) return null;
        for (var i = 0; i < count; i++)
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
                || !double.IsFinite(numbers[i])) return null;
        return numbers;
    }
}
