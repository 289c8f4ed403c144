using EventDicom.Dicom;

namespace EventDicom.Domain.Modifying.Requests;

/// <summary>Changes items of sequences by their path. Sequences and items that are not there are no error, and are not made.</summary>
internal static class NestedEdit
{
    public static void Run(DicomDatasetBuilder dataset, DicomPath path, Action<DicomDatasetBuilder, DicomTag> edit) =>
        Run(dataset, path, 0, edit);

    // As deep as the path has steps, which is bounded.
    private static void Run(DicomDatasetBuilder dataset, DicomPath path, int depth, Action<DicomDatasetBuilder, DicomTag> edit)
    {
        if (depth == path.Steps.Count)
        {
            edit(dataset, path.Tag);
            return;
        }

        var (tag, wanted) = path.Steps[depth];
        if (dataset.Find(tag) is not DicomSequence sequence || wanted >= sequence.Items.Count) return;

        var items = sequence.Items.ToArray();
        for (var i = wanted ?? 0; i < items.Length && (wanted is null || i == wanted); i++)
        {
            var item = new DicomDatasetBuilder(items[i]);
            Run(item, path, depth + 1, edit);
            items[i] = item.Build();
        }
        dataset.AddOrUpdate(new DicomSequence(tag, items));
    }
}
