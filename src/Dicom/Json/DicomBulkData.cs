using System.Globalization;

namespace EventDicom.Dicom;

/// <summary>
/// What the address of bulk data leads to (PS3.18 section 10.4.1.1.5): see <see cref="DicomModelOptions.BulkDataAddress"/>.
/// </summary>
public abstract record DicomBulkData
{
    private static readonly DicomBulkData s_notFound = new NotFound();

    private DicomBulkData()
    {
    }

    /// <summary>Nothing: an absent attribute, an item out of range, or a sequence.</summary>
    public sealed record NotFound : DicomBulkData;

    /// <summary>The path ends with the number of an item, or an item has no number.</summary>
    public sealed record Malformed : DicomBulkData;

    /// <summary>A step is neither hexadecimal nor a name of the dictionary.</summary>
    public sealed record UnknownTag(string Step) : DicomBulkData;

    /// <summary>One value in little endian; of pixels in fragments each item, the offset table first.</summary>
    public sealed record Found(IReadOnlyList<DicomContentAnswer.Value> Values) : DicomBulkData;

    /// <summary>Goes along tags and the numbers of items, from 1 on, in turn.</summary>
    /// <param name="dataset">With its pixels, and its file still open if it is read from a stream.</param>
    public static DicomBulkData Find(DicomDataset dataset, string path, DicomDictionary? dictionary = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(path);
        dictionary ??= DicomDictionary.Default;
        var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (steps.Length % 2 == 0)
            return new Malformed();

        for (var i = 0; i < steps.Length; i += 2)
        {
            if (!dictionary.TryParseTag(steps[i], out var tag))
                return new UnknownTag(steps[i]);

            var item = dataset.Find(tag);
            if (i + 1 == steps.Length)
                return ValuesOf(dataset, item);

            if (!int.TryParse(steps[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return new Malformed();
            if (item is not DicomSequence sequence || number < 1 || number > sequence.Items.Count)
                return s_notFound;

            dataset = sequence.Items[number - 1];
        }

        return s_notFound;
    }

    private static DicomBulkData ValuesOf(DicomDataset dataset, DicomItem? item) => item switch
    {
        DicomElement { IsSkipped: false } element => new Found([Value(dataset, element)]),
        DicomFragmentSequence fragments => new Found(
            [.. fragments.Fragments.Select((_, index) => new DicomContentAnswer.Value(fragments, index))]),
        _ => s_notFound,
    };

    private static DicomContentAnswer.Value Value(DicomDataset dataset, DicomElement element)
    {
        var (vr, isBigEndian) = dataset.FormOf(element);
        return new(element, isBigEndian ? vr.UnitSize : 1);
    }
}
