using System.Globalization;
using System.Text.Json;
using EventDicom.Api.Attachments;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Finding;
using EventDicom.Domain.Metadata;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary>Writes a resource as <c>GET /{level}/{id}</c> shows it, keys sorted.</summary>
public sealed class ResourceJson(DicomDictionary dictionary, MetadataNames names)
{
    /// <param name="parts">What is shown; what does not fit the level is passed over.</param>
    /// <param name="requested">Values for RequestedTags by <c>gggg,eeee</c>; <c>null</c> when none were asked for.</param>
    public void Write(
        Utf8JsonWriter json, Match match, DicomJsonFormat format, MatchParts parts = MatchParts.Resource,
        IReadOnlyDictionary<string, RequestedValue>? requested = null)
    {
        var level = match.Level;
        bool Shows(MatchParts part, params ReadOnlySpan<ResourceLevel> levels) =>
            parts.HasFlag(part) && (levels.IsEmpty || levels.Contains(level));

        json.WriteStartObject();
        if (Shows(MatchParts.Facts) && match.AnonymizedFrom is not null) json.WriteString("AnonymizedFrom", match.AnonymizedFrom);
        if (Shows(MatchParts.Attachments))
        {
            json.WriteStartArray("Attachments");
            foreach (var attachment in match.Attachments) AttachmentInfo.Write(json, attachment);
            json.WriteEndArray();
        }
        if (Shows(MatchParts.Facts, ResourceLevel.Series))
        {
            if (match.ExpectedNumberOfInstances is { } expected) json.WriteNumber("ExpectedNumberOfInstances", expected);
            else json.WriteNull("ExpectedNumberOfInstances");
        }
        if (Shows(MatchParts.File, ResourceLevel.Instance) && match.File is { } file)
        {
            json.WriteNumber("FileSize", file.Size);
            json.WriteString("FileUuid", file.Uuid);
        }
        json.WriteString("ID", match.Id);
        if (Shows(MatchParts.Facts, ResourceLevel.Instance))
        {
            if (long.TryParse(match.IndexInSeries, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
                json.WriteNumber("IndexInSeries", index);
            else json.WriteNull("IndexInSeries");
        }
        if (Shows(MatchParts.Children, ResourceLevel.Series)) WriteIds(json, "Instances", match.Children);
        if (Shows(MatchParts.IsProtected, ResourceLevel.Patient)) json.WriteBoolean("IsProtected", match.IsProtected == true);
        if (Shows(MatchParts.IsStable) && level != ResourceLevel.Instance) json.WriteBoolean("IsStable", match.IsStable);
        if (Shows(MatchParts.Labels)) WriteIds(json, "Labels", match.Labels);
        if (Shows(MatchParts.Facts) && level != ResourceLevel.Instance)
            json.WriteString("LastUpdate", SystemMetadata.Time(match.LastUpdate));
        if (Shows(MatchParts.MainDicomTags))
        {
            json.WritePropertyName("MainDicomTags");
            WriteTags(json, match.MainDicomTags, match.Sequences, format);
        }
        if (Shows(MatchParts.Metadata))
        {
            json.WriteStartObject("Metadata");
            foreach (var (name, value) in match.Metadata.Select(value => (names.NameOf(value.Key), value.Value))
                .OrderBy(value => value.Item1, StringComparer.Ordinal)) json.WriteString(name, value);
            json.WriteEndObject();
        }
        if (Shows(MatchParts.Facts) && match.ModifiedFrom is not null) json.WriteString("ModifiedFrom", match.ModifiedFrom);
        if (Shows(MatchParts.Parent) && level > ResourceLevel.Patient) json.WriteString($"Parent{level - 1}", match.Parent);
        if (Shows(MatchParts.MainDicomTags) && match.PatientMainDicomTags is { } patient)
        {
            json.WritePropertyName("PatientMainDicomTags");
            WriteTags(json, patient, null, format);
        }
        if (requested is not null)
        {
            json.WritePropertyName("RequestedTags");
            WriteRequested(json, requested, format);
        }
        if (Shows(MatchParts.Children, ResourceLevel.Study)) WriteIds(json, "Series", match.Children);
        if (Shows(MatchParts.Status, ResourceLevel.Series)) json.WriteString("Status", match.Status.ToString());
        if (Shows(MatchParts.Children, ResourceLevel.Patient)) WriteIds(json, "Studies", match.Children);
        json.WriteString("Type", level.ToString());
        json.WriteEndObject();
    }

    private static void WriteIds(Utf8JsonWriter json, string name, IReadOnlyList<string> ids)
    {
        json.WriteStartArray(name);
        foreach (var id in ids) json.WriteStringValue(id);
        json.WriteEndArray();
    }

    private void WriteTags(Utf8JsonWriter json, IReadOnlyDictionary<string, string> tags, string? sequences, DicomJsonFormat format)
    {
        var entries = tags.Select(pair => (Name: NameOf(pair.Key), Tag: pair.Key, pair.Value, Sequence: default(JsonElement)));
        if (sequences is not null)
            entries = entries.Concat(KeptSequences.Read(sequences, format)
                .Select(entry => (NameOf(entry.Tag), entry.Tag, "", entry.Value)));

        json.WriteStartObject();
        foreach (var (name, tag, value, sequence) in entries.OrderBy(entry => format == DicomJsonFormat.Simplify ? entry.Name : entry.Tag,
            StringComparer.Ordinal))
        {
            if (sequence.ValueKind != JsonValueKind.Undefined)
            {
                json.WritePropertyName(format == DicomJsonFormat.Simplify ? name : tag);
                sequence.WriteTo(json);
            }
            else if (format == DicomJsonFormat.Simplify)
            {
                json.WriteString(name, value);
            }
            else if (format == DicomJsonFormat.Short)
            {
                json.WriteString(tag, value);
            }
            else
            {
                json.WriteStartObject(tag);
                json.WriteString("Name", name);
                json.WriteString("Type", "String");
                json.WriteString("Value", value);
                json.WriteEndObject();
            }
        }
        json.WriteEndObject();
    }

    private void WriteRequested(Utf8JsonWriter json, IReadOnlyDictionary<string, RequestedValue> requested, DicomJsonFormat format)
    {
        // Private tags may have one name; the last of them counts, as in /tags.
        var members = new SortedDictionary<string, (string Tag, RequestedValue Value)>(StringComparer.Ordinal);
        foreach (var (tag, value) in requested.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            members[format == DicomJsonFormat.Simplify ? NameOf(tag) : tag] = (tag, value);

        json.WriteStartObject();
        foreach (var (key, (tag, value)) in members)
        {
            json.WritePropertyName(key);
            if (value.Sequence is { } sequence)
            {
                sequence.WriteTo(json);
            }
            else if (format != DicomJsonFormat.Full)
            {
                json.WriteStringValue(value.Text);
            }
            else
            {
                json.WriteStartObject();
                json.WriteString("Name", NameOf(tag));
                json.WriteString("Type", value.Text is null ? "Null" : "String");
                json.WriteString("Value", value.Text);
                json.WriteEndObject();
            }
        }
        json.WriteEndObject();
    }

    private string NameOf(string tag) => DicomTag.TryParseHex(tag, out var parsed) ? dictionary.NameOf(parsed) : tag;
}
