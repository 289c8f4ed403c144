using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Finding;
using EventDicom.Domain.Metadata;
using EventDicom.Projections.Resources;

namespace EventDicom.Projections.Finding;

/// <summary>A search as one statement.</summary>
internal sealed class FindSql
{
    private readonly IndexQuery _query;
    private readonly FindQuery _find;
    private readonly MainDicomTags _mainTags;
    private readonly TagSql _tags;
    private readonly List<string> _conditions = [];

    public FindSql(IndexQuery query, MainDicomTags mainTags)
    {
        (_query, _find, _mainTags, _tags) = (query, query.Find, mainTags, new(query.Find.Level));
        foreach (var constraint in _find.Tags) _conditions.Add(Condition(constraint));
        foreach (var (number, match) in _find.Metadata)
            _conditions.Add(Condition(number, match));
        if (_find.Labels is { } labels) AddLabels(labels);
        if (_find.Related is { } related)
            _conditions.Add(ResourceTable.Related(_find.Level, related.Level, Parameters.Add(related.Ids), related.Ids.Count == 1));
    }

    public Parameters Parameters { get; } = new();

    /// <param name="columns">What to select, which may join tables of ancestors.</param>
    public string Select(MatchColumns columns)
    {
        columns.AddTo(_tags, _query, _mainTags);
        var order = string.Concat(_find.Order.SelectMany(Order).Select(key => $"{key}, "));
        var sql = $"select {columns.Sql} from {_tags.From}{Where()} order by {order}r.id";
        if (_find.Since > 0) sql += $" offset {Parameters.Add(_find.Since)}";
        if (_find.Limit is { } limit) sql += $" limit {Parameters.Add(limit)}";
        return sql;
    }

    /// <summary>Counts where the conditions lie: what is below there is counted already.</summary>
    public static (string Sql, Parameters Parameters) Count(FindQuery find, MainDicomTags mainTags)
    {
        var lifted = Lift(find, mainTags);
        var sql = new FindSql(new(find with { Level = lifted }), mainTags);
        var count = lifted == find.Level ? "count(*)"
            : find.Level == ResourceLevel.Instance ? "coalesce(sum(r.instances), 0)::bigint"
            : lifted == ResourceLevel.Patient && find.Level == ResourceLevel.Study ? "coalesce(sum(r.study_count), 0)::bigint"
            : "coalesce(sum(r.series_count), 0)::bigint";
        return ($"select {count} from {sql._tags.From}{sql.Where()}", sql.Parameters);
    }

    // The highest level at which all conditions mean the same. What is asked of a patient is asked of the studies' copy.
    private static ResourceLevel Lift(FindQuery find, MainDicomTags mainTags)
    {
        if (find.Metadata.Count > 0 || find.Labels is not null || find.Level == ResourceLevel.Patient) return find.Level;
        if (find.Tags.Count == 0 && find.Related is null) return ResourceLevel.Patient;
        var highest = find.Tags.Select(constraint => TagSource.Of(constraint.Tag, find.Level, mainTags).Level)
            .Append(find.Related?.Level ?? ResourceLevel.Study).Append(ResourceLevel.Study).Max();
        return highest < find.Level ? highest : find.Level;
    }

    private string Where() => _conditions.Count == 0 ? "" : $" where {string.Join(" and ", _conditions)}";

    private string Condition(TagConstraint constraint)
    {
        var source = TagSource.Of(constraint.Tag, _find.Level, _mainTags);
        if (source.Place == TagPlace.Computed) return ComputedSql.Condition(constraint, Parameters);

        var condition = Condition(constraint, source.Level);
        return _query.Late?.Contains(constraint.Tag) == true
            ? $"(({condition}) or {_tags.IsLate(source.Level, constraint.Tag)})" : condition;
    }

    private string Condition(TagConstraint constraint, ResourceLevel owner)
    {
        var (tag, match) = constraint;
        // What fits where case counts fits where it does not, and for that there are indexes.
        var folded = TextSql.Condition(match with { CaseSensitive = false }, _tags.Folded(owner, tag),
            _tags.IsIndexed(owner, tag), Parameters);
        if (match.CaseSensitive) return $"{folded} and {TextSql.Condition(match, _tags.Text(owner, tag), false, Parameters)}";

        // An identifier without letters is itself however it is folded.
        if (match is TextMatch.OneOf list && _tags.Identifier(owner, tag) is { } column
            && !list.Values.Any(value => value.Any(char.IsLetter)))
            return $"{column} = any({Parameters.Add(list.Values.Select(value => value.Trim()))}) and {folded}";
        return folded;
    }

    // What users have set few resources have: they are found by its number.
    private string Condition(int number, TextMatch match)
    {
        if (MetadataNames.IsOfSite(number))
        {
            var value = match.CaseSensitive ? "m.value" : "coalesce(m.folded, m.value)";
            return $"r.id in (select m.resource_id from {SystemMetadata.OfUsers(_find.Level, number)} and "
                + $"{TextSql.Condition(match, value, false, Parameters)})";
        }
        if (SystemMetadata.Sql(_find.Level, number) is not { } kept) return "false";
        var exact = TextSql.Condition(match with { CaseSensitive = true }, kept, false, Parameters);
        // Which letters a database knows the case of beyond ASCII is its own affair; spelled alike they fit in any.
        return match.CaseSensitive ? exact : $"({exact} or {TextSql.Condition(match, $"upper({kept})", false, Parameters)})";
    }

    private void AddLabels(LabelConstraint constraint)
    {
        var (rule, labels) = constraint;
        if (labels.Count == 0 && rule != LabelRule.None) return;
        _conditions.Add(rule switch
        {
            LabelRule.All => $"r.labels @> {Parameters.Add(labels)}",
            LabelRule.Any => $"r.labels && {Parameters.Add(labels)}",
            _ when labels.Count == 0 => "r.labels is null",
            _ => $"(r.labels is null or not r.labels && {Parameters.Add(labels)})",
        });
    }

    private IEnumerable<string> Order(SortKey key)
    {
        var direction = key.Descending ? "desc nulls last" : "asc nulls last";
        if (key.Metadata is { } number)
        {
            if (key.Form == SortForm.Text && SystemMetadata.Time(_find.Level, number) is { } time) yield return $"{time} {direction}";
            else if (SystemMetadata.Sql(_find.Level, number) is { } value) yield return $"{InForm(value, key.Form)} {direction}";
            yield break;
        }

        // A tag that is none of the level's nor of those above is missing everywhere.
        var tag = key.Tag!.Value;
        var source = TagSource.Of(tag, _find.Level, _mainTags);
        if (source.Place != TagPlace.Kept) yield break;
        if (key.Form == SortForm.Text && _tags.IsIndexed(source.Level, tag) && DicomDictionary.Default.LookupVR(tag) == DicomVR.DA)
        {
            // In dates case has no place, and none is so long that its index would not have it whole.
            yield return $"{SearchColumn.Indexed(_tags.Folded(source.Level, tag))} {direction}";
            yield break;
        }
        // What an index begins, the text itself ends, for those few that begin alike.
        if (key.Form == SortForm.Text && tag == DicomTag.PatientName)
            yield return $"{SearchColumn.Indexed($"({_tags.Text(source.Level, tag)})")} {direction}";
        yield return $"{InForm(_tags.Text(source.Level, tag), key.Form)} {direction}";
    }

    // No number of a text takes more than its first characters, nor an exponent that no number of the database can have.
    private static string InForm(string value, SortForm form) => form switch
    {
        SortForm.WholeNumber =>
            $$"""case when ({{value}}) is not null then coalesce(substring(left(({{value}}), 64) from '^\s*([-+]?\d+)')::numeric, 0) end""",
        SortForm.Number =>
            $$"""
            case when ({{value}}) is not null then
                coalesce(substring(left(({{value}}), 64) from '^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3}(?!\d))?)')::numeric, 0) end
            """,
        _ => $"({value}) collate \"C\"",
    };
}
