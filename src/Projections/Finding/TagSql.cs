using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Projections.Resources;

namespace EventDicom.Projections.Finding;

/// <summary>
/// Where the rows of a search have what they know of tags. The resource itself is <c>r</c>; its series and its study, which are joined
/// where something is asked of them, are <c>s</c> and <c>t</c>. A study has the patient's tags as its own first instance has them, and so
/// have those below it.
/// </summary>
internal sealed class TagSql(ResourceLevel level)
{
    private bool _joinsSeries, _joinsStudy;

    /// <summary>The table of the resources, with what is joined to it so far.</summary>
    public string From
    {
        get
        {
            var from = $"{ResourceTable.Of(level)} r";
            // A study is reached through the series: instances have an index on that alone.
            if (level == ResourceLevel.Instance && (_joinsSeries || _joinsStudy))
                from += $" join {ResourceTable.Of(ResourceLevel.Series)} s on s.id = r.series_id";
            if (_joinsStudy)
                from += $" join {ResourceTable.Of(ResourceLevel.Study)} t on t.id = "
                + $"{(level == ResourceLevel.Instance ? "s" : "r")}.study_id";
            return from;
        }
    }

    /// <summary>The text of a main tag as the file has it; null where there is none.</summary>
    /// <param name="owner">Whose main tag it is.</param>
    public string Text(ResourceLevel owner, DicomTag tag) => $"{Tags(owner)}->>'{tag}'";

    /// <summary>The same as <see cref="Domain.Finding.FoldedText"/>.</summary>
    public string Folded(ResourceLevel owner, DicomTag tag) => Column(owner, tag) is { } column
        ? $"{Alias(owner)}.{column}"
        : $"coalesce({Alias(owner)}.folded->>'{tag}', {Text(owner, tag)})";

    /// <summary>Whether there is an index for the folded text of a main tag.</summary>
    public bool IsIndexed(ResourceLevel owner, DicomTag tag) => Column(owner, tag) is not null;

    /// <summary>A column that holds an identifier without its padding; null for other tags.</summary>
    public string? Identifier(ResourceLevel owner, DicomTag tag)
    {
        if (tag == DicomTag.StudyInstanceUID && owner == ResourceLevel.Study) return $"{Alias(owner)}.study_instance_uid";
        if (tag == DicomTag.SeriesInstanceUID && owner == ResourceLevel.Series) return $"{Alias(owner)}.series_instance_uid";
        return tag == DicomTag.SOPInstanceUID && owner == ResourceLevel.Instance ? $"{Alias(owner)}.sop_instance_uid" : null;
    }

    /// <summary>A main tag that is a sequence, in its full form; null where there is none.</summary>
    public string Sequence(ResourceLevel owner, DicomTag tag) => owner == ResourceLevel.Patient && level > ResourceLevel.Patient ? "null"
        : $"{Alias(owner)}.sequences::json->>'{tag}'";

    /// <summary>Whether a tag was no main tag yet when the resource, or the ancestor whose main tag it is, was stored.</summary>
    public string IsLate(ResourceLevel owner, DicomTag tag) => owner == ResourceLevel.Patient && level > ResourceLevel.Patient
        // Which list was in force when a study took the patient's tags it does not tell.
        ? $"{Text(owner, tag)} is null"
        : $"coalesce(strpos({Alias(owner)}.tags_signature, '{tag}') = 0, true)";

    public string Alias(ResourceLevel owner)
    {
        if (owner == ResourceLevel.Patient && level > ResourceLevel.Patient) owner = ResourceLevel.Study;
        if (owner == level) return "r";
        _joinsSeries |= owner == ResourceLevel.Series;
        _joinsStudy |= owner == ResourceLevel.Study;
        return owner == ResourceLevel.Series ? "s" : "t";
    }

    private string Tags(ResourceLevel owner) =>
        owner == ResourceLevel.Patient && level > ResourceLevel.Patient ? $"{Alias(owner)}.patient_tags" : $"{Alias(owner)}.tags";

    private string? Column(ResourceLevel owner, DicomTag tag) =>
        SearchColumn.Named(owner == ResourceLevel.Patient && level > ResourceLevel.Patient ? ResourceLevel.Study : owner, owner, tag);
}
