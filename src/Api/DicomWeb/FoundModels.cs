using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.DicomWeb;
using EventDicom.Domain.Finding;

namespace EventDicom.Api.DicomWeb;

/// <summary>What a search has found as a data set, of what the index keeps and of what was read of a file. All text is in UTF-8.</summary>
public sealed class FoundModels(DicomDictionary dictionary)
{
    /// <summary>The attributes that are wanted of a file, as a data set that does not need it any more. Bytes are left out.</summary>
    public static DicomDataset Read(DicomDataset dataset, IReadOnlyList<DicomTag> wanted)
    {
        var builder = NewItem();
        foreach (var tag in wanted)
            if (dataset.Find(tag) is { } item) Copy(builder, dataset, item);
        return builder.Build();
    }

    /// <param name="root">Of addresses: see <see cref="DicomWebAddresses"/>.</param>
    public DicomDataset Of(Found<DicomDataset> found, string root)
    {
        var builder = NewItem();
        foreach (var (tag, value) in found.Match.Values)
        {
            if (value.Sequence is { } sequence) builder.AddOrUpdate(KeptSequence.Read(tag, sequence, dictionary, NewItem, SetIfAny));
            else if (value.Text is { } text) Set(builder, tag, text);
        }
        foreach (var item in found.FromFile ?? Enumerable.Empty<DicomItem>()) builder.AddOrUpdate(item);

        builder.AddOrUpdate(DicomTag.SpecificCharacterSet, DicomVR.CS, DicomEncoding.Utf8.SpecificCharacterSet!);
        if (Address(found.Match) is { } path) builder.AddOrUpdate(DicomTag.RetrieveURL, DicomVR.UR, root + path);
        return builder.Build();
    }

    private static UidPath? Address(Match match)
    {
        if (Uid(DicomTag.StudyInstanceUID) is not { } study) return null;
        return match.Level switch
        {
            ResourceLevel.Study => new(study),
            ResourceLevel.Series => new(study, Uid(DicomTag.SeriesInstanceUID)),
            _ => new(study, Uid(DicomTag.SeriesInstanceUID), Uid(DicomTag.SOPInstanceUID)),
        };

        string? Uid(DicomTag tag) => match.Values.TryGetValue(tag, out var value) ? value.Text?.Trim() : null;
    }

    private static void Copy(DicomDatasetBuilder builder, DicomDataset dataset, DicomItem item)
    {
        if (item is DicomSequence sequence)
        {
            builder.AddOrUpdate(new DicomSequence(sequence.Tag, [.. sequence.Items.Select(nested =>
            {
                var copy = NewItem();
                foreach (var inner in nested)
                    if (inner.Tag != DicomTag.SpecificCharacterSet) Copy(copy, nested, inner);
                return copy.Build();
            })]));
        }
        else if (item is DicomElement element && dataset.TryGetString(element, out var text))
        {
            Set(builder, item.Tag, text, element.VR == DicomVR.UN ? null : element.VR);
        }
    }

    private static DicomDatasetBuilder NewItem() => new(encoding: DicomEncoding.Utf8);

    private void SetIfAny(DicomDatasetBuilder builder, DicomTag tag, string? text)
    {
        if (text is not null) Set(builder, tag, text);
    }

    private void Set(DicomDatasetBuilder builder, DicomTag tag, string text) => Set(builder, tag, text, dictionary.LookupVR(tag));

    // What a file calls by another VR than the dictionary may be no value of it, and is left out then.
    private static void Set(DicomDatasetBuilder builder, DicomTag tag, string text, DicomVR? vr)
    {
        try
        {
            if (vr is null) builder.AddOrUpdate(tag, text);
            else if (vr != DicomVR.UN && vr != DicomVR.SQ) builder.AddOrUpdate(tag, vr, text);
        }
        catch (DicomValueException)
        {
            // As said.
        }
    }
}
