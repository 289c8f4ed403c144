using System.Globalization;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Finding;
using EventDicom.Domain.Series;
using EventDicom.Projections.Attachments;
using EventDicom.Projections.Resources;
using Npgsql;

namespace EventDicom.Projections.Finding;

/// <summary>The columns of an answer, each named once: what to select, and what to make of it.</summary>
internal sealed class MatchColumns
{
    private static readonly Dictionary<string, string> s_noTags = [];
    private static readonly Dictionary<int, string> s_noMetadata = [];
    private static readonly Dictionary<DicomTag, TagValue> s_noValues = [];

    private readonly ResourceLevel _level;
    private readonly List<string> _sql = [];
    private readonly List<(DicomTag Tag, int Column, bool IsSequence)> _values = [];
    private readonly List<(int Number, int Column)> _metadata = [];
    private readonly int _patient, _tags, _sequences, _patientTags, _parent, _children, _labels, _stable, _protected, _expected, _indices,
        _modified, _anonymized, _index, _updated;
    private readonly int _uuid, _size, _ofUsers, _attachments;
    private int _late = -1, _first = -1;

    public MatchColumns(ResourceLevel level, MatchParts parts)
    {
        _level = level;
        var (parent, children) = level switch
        {
            ResourceLevel.Patient => (null, "patient_id"),
            ResourceLevel.Study => ("r.patient_id", "study_id"),
            ResourceLevel.Series => ("r.study_id", "series_id"),
            _ => ((string?)"r.series_id", (string?)null),
        };
        var (instance, series) = (level == ResourceLevel.Instance, level == ResourceLevel.Series);
        bool Has(MatchParts part) => (parts & part) != 0;

        Add("r.id");
        _patient = Add(level == ResourceLevel.Patient ? "r.id" : "r.patient_id");
        _tags = Add("r.tags", Has(MatchParts.MainDicomTags));
        _sequences = Add("r.sequences", Has(MatchParts.MainDicomTags));
        _patientTags = Add("r.patient_tags", Has(MatchParts.MainDicomTags) && level == ResourceLevel.Study);
        _parent = Add(parent!, Has(MatchParts.Parent) && parent is not null);
        _children =
            Add($"array(select c.id from {ResourceTable.Of(instance ? level : level + 1)} c where c.{children} = r.id order by c.id)",
                Has(MatchParts.Children) && !instance);
        _labels = Add("r.labels", Has(MatchParts.Labels));
        _stable = Add("r.stable", Has(MatchParts.IsStable) && !instance);
        _protected = Add("r.protected", Has(MatchParts.IsProtected) && level == ResourceLevel.Patient);
        _expected = Add("r.expected", Has(MatchParts.Status | MatchParts.Facts) && series);
        // The places of the instances tell nothing where nobody knows how many there should be.
        _indices = Add(
            $"case when r.expected is not null then array(select c.index_in_series from {ResourceTable.Of(ResourceLevel.Instance)} c "
            + $"where c.series_id = r.id) end",
            Has(MatchParts.Status) && series);
        _modified = Add("r.modified_from", Has(MatchParts.Facts));
        _anonymized = Add("r.anonymized_from", Has(MatchParts.Facts));
        _index = Add("r.index_in_series", Has(MatchParts.Facts) && instance);
        _updated = Add("r.last_update", Has(MatchParts.Facts) && !instance);
        _uuid = Add("r.file_uuid", Has(MatchParts.File) && instance);
        _size = Add("r.size", Has(MatchParts.File) && instance);
        if (Has(MatchParts.Metadata))
            _metadata.AddRange(SystemMetadata.Of(level).Select(metadatum => (metadatum.Number, Add(metadatum.Sql))));
        _ofUsers = Add(SystemMetadata.AllOfUsers(level), Has(MatchParts.Metadata));
        _attachments = Add(AttachmentTable.AllOf(level), Has(MatchParts.Attachments));
    }

    /// <summary>What to select of <c>r</c> and of what is joined to it.</summary>
    public string Sql => string.Join(", ", _sql);

    /// <summary>Adds what a search wants beside the parts: values of tags, and where a file lies.</summary>
    public void AddTo(TagSql tags, IndexQuery query, MainDicomTags mainTags)
    {
        foreach (var tag in query.Find.Requested)
        {
            var source = TagSource.Of(tag, _level, mainTags);
            var isSequence = source.Place == TagPlace.Kept && mainTags.IsSequence(tag);
            var value = source.Place == TagPlace.Computed ? ComputedSql.Value(tag) : isSequence
                ? tags.Sequence(source.Level, tag) : tags.Text(source.Level, tag);
            _values.Add((tag, Add(value), isSequence));
        }

        var late = query.Late?.Select(tag => tags.IsLate(TagSource.Of(tag, _level, mainTags).Level, tag)).ToList() ?? [];
        _late = Add(string.Join(" or ", late), late.Count > 0);
        var needs = query.First == FirstFile.Always
            ? "true" : string.Join(" or ", [.. _values.Select(value => $"({_sql[value.Column]}) is null"), .. late]);
        _first = Add(First(needs), query.First != FirstFile.Never && needs.Length > 0);
    }

    public Match Read(NpgsqlDataReader rows)
    {
        bool Has(int column) => column >= 0 && !rows.IsDBNull(column);
        string? Text(int column) => Has(column) ? rows.GetString(column) : null;

        long? expected = Has(_expected) ? rows.GetInt64(_expected) : null;
        return new(_level, rows.GetString(0))
        {
            Patient = rows.GetString(_patient),
            MainDicomTags = Text(_tags) is { } tags ? Tags(tags) : s_noTags,
            Sequences = Text(_sequences),
            PatientMainDicomTags = _patientTags < 0 ? null : Text(_patientTags) is { } ofPatient ? Tags(ofPatient) : s_noTags,
            Parent = Text(_parent),
            Children = Has(_children) ? rows.GetFieldValue<string[]>(_children) : [],
            Labels = Has(_labels) ? [.. rows.GetFieldValue<string[]>(_labels).Order(StringComparer.Ordinal)] : [],
            IsStable = Has(_stable) && rows.GetBoolean(_stable),
            IsProtected = Has(_protected) ? rows.GetBoolean(_protected) : null,
            ExpectedNumberOfInstances = expected,
            Status = SeriesCompleteness.Of(expected, Has(_indices) ? rows.GetFieldValue<string?[]>(_indices) : []),
            ModifiedFrom = Text(_modified),
            AnonymizedFrom = Text(_anonymized),
            IndexInSeries = Text(_index),
            LastUpdate = Has(_updated) ? rows.GetFieldValue<DateTimeOffset>(_updated) : default,
            File = Has(_uuid) ? new(rows.GetGuid(_uuid), rows.GetInt64(_size)) : null,
            Metadata = _metadata.Count == 0 ? s_noMetadata : MetadataIn(rows),
            Attachments = Text(_attachments) is { } attached ? AttachmentTable.Read(_level, rows.GetString(0), attached) : [],
            Values = _values.Count == 0 ? s_noValues : ValuesIn(rows),
            IsUndecided = Has(_late) && rows.GetBoolean(_late),
            First = Text(_first) is { } file ? FileOf(file) : null,
        };
    }

    public static Dictionary<string, string> Tags(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? s_noTags;

    // Of the resource the instance that arrived first; the condition keeps the database from looking where nobody wants it.
    private string First(string needs) =>
        $"""
        (select c.id || ' ' || encode(c.sha256, 'hex') || ' ' || c.size from {ResourceTable.Of(ResourceLevel.Instance)} c
            where {ResourceTable.Below(ResourceLevel.Instance, _level, "r.id", row: "c")} and ({needs}) order by c.seq limit 1)
        """;

    private static StoredFile FileOf(string text)
    {
        var parts = text.Split(' ');
        return new(parts[0], parts[1], long.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    private SortedDictionary<int, string> MetadataIn(NpgsqlDataReader rows)
    {
        var metadata = new SortedDictionary<int, string>();
        foreach (var (number, column) in _metadata)
            if (!rows.IsDBNull(column)) metadata[number] = rows.GetString(column);
        if (!rows.IsDBNull(_ofUsers))
            foreach (var (number, value) in Tags(rows.GetString(_ofUsers)))
                metadata[int.Parse(number, CultureInfo.InvariantCulture)] = value;
        return metadata;
    }

    private Dictionary<DicomTag, TagValue> ValuesIn(NpgsqlDataReader rows)
    {
        var values = new Dictionary<DicomTag, TagValue>();
        foreach (var (tag, column, isSequence) in _values)
            if (!rows.IsDBNull(column)) values[tag] = isSequence ? new(null, rows.GetString(column)) : new(rows.GetString(column));
        return values;
    }

    private int Add(string sql, bool isWanted = true)
    {
        if (!isWanted) return -1;
        _sql.Add(sql);
        return _sql.Count - 1;
    }
}
