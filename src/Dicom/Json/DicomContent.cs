using System.Globalization;

namespace EventDicom.Dicom;

/// <summary>Finds one's way in a data set by the steps of a URL, as Orthanc's content route does.</summary>
public static class DicomContent
{
    private static readonly DicomContentAnswer s_notFound = new DicomContentAnswer.NotFound();

    /// <summary>
    /// Goes along tags (names or hexadecimal) and indices, separated by slashes: <c>ReferencedStudySequence/0/0008-1155</c>. The empty path
    /// lists the data set. Pixel data of the first level is a list of blocks: of one when it is native, else of the offset table and the
    /// fragments.
    /// </summary>
    /// <param name="file">Opened with its pixel data, and still open if it is read from a stream.</param>
    public static DicomContentAnswer Navigate(DicomFile file, string path, DicomDictionary? dictionary = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(path);
        dictionary ??= DicomDictionary.Default;
        var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var dataset = file.Dataset;
        for (var i = 0; i < steps.Length; i += 2)
        {
            if (!dictionary.TryParseTag(steps[i], out var tag))
                return new DicomContentAnswer.UnknownTag(steps[i]);

            var item = dataset.Find(tag);
            var isLast = i + 1 == steps.Length;
            if (item is not DicomSequence sequence)
                return i + 2 < steps.Length ? s_notFound : Leaf(item, isFirstLevel: i == 0, isLast ? null : steps[i + 1]);

            if (isLast)
                return Indices(sequence.Items.Count);

            if (!TryParseIndex(steps[i + 1], sequence.Items.Count, out var index))
                return s_notFound;

            dataset = sequence.Items[index];
        }

        return new DicomContentAnswer.Listing([.. dataset.Select(item => Step(item.Tag))]);
    }

    private static DicomContentAnswer Leaf(DicomItem? item, bool isFirstLevel, string? step) => item switch
    {
        DicomFragmentSequence fragments when step is null => Indices(fragments.Fragments.Count),
        DicomFragmentSequence fragments =>
            TryParseIndex(step, fragments.Fragments.Count, out var index) ? new DicomContentAnswer.Value(fragments, index) : s_notFound,
        DicomElement element when isFirstLevel && element.Tag == DicomTag.PixelData && step is null => Indices(1),
        DicomElement element when isFirstLevel && element.Tag == DicomTag.PixelData =>
            TryParseIndex(step, 1, out _) ? new DicomContentAnswer.Value(element) : s_notFound,
        DicomElement element when step is null => new DicomContentAnswer.Value(element),
        _ => s_notFound,
    };

    private static DicomContentAnswer.Listing Indices(int count) =>
        new([.. Enumerable.Range(0, count).Select(index => index.ToString(CultureInfo.InvariantCulture))]);

    private static bool TryParseIndex(string? step, int count, out int index) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out index) && index < count;

    private static string Step(DicomTag tag) => string.Create(CultureInfo.InvariantCulture, $"{tag.Group:x4}-{tag.Element:x4}");
}
