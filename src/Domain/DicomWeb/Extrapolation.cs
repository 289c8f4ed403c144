using EventDicom.Dicom;

namespace EventDicom.Domain.DicomWeb;

/// <summary>What some instances of a series have in common, to be said of all of them.</summary>
public static class Extrapolation
{
    /// <returns>The attributes that all of them have, with one value; nothing where there are none. What has no text, as sequences and
    /// bytes, is left out.</returns>
    public static DicomDataset Of(IReadOnlyList<DicomDataset> samples, IReadOnlyCollection<DicomTag> tags)
    {
        var builder = new DicomDatasetBuilder(encoding: DicomEncoding.Utf8);
        if (samples is not [var first, ..]) return builder.Build();
        foreach (var tag in tags)
        {
            if (first.Find(tag) is { } item && first.TryGetString(tag, out var text)
                && samples.Skip(1).All(other => other.TryGetString(tag, out var same) && same == text))
                builder.AddOrUpdate(item);
        }
        return builder.Build();
    }
}
