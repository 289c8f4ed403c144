using System.Globalization;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary>Writes a resource as <c>GET /{level}/{id}</c> shows it, keys sorted.</summary>
public sealed class ResourceJson(DicomDictionary dictionary)
{
    /// <param name="requested">Values for RequestedTags by <c>gggg,eeee</c>; <c>null</c> when none were asked for.</param>
    /// <param name="metadata">By Orthanc's names, sorted; <c>null</c> when it was not asked for.</param>
    public void Write(
        Utf8JsonWriter json, ResourceView view, DicomJsonFormat format, IReadOnlyDictionary<string, RequestedValue>? requested = null, IReadOnlyDictionary<string, string>? metadata = null)
    {
        json.WriteStartObject();
        if (view.AnonymizedFrom is not null) json.WriteString("AnonymizedFrom", view.AnonymizedFrom);
        if (view.Level == ResourceLevel.Series)
        {
            if (view.ExpectedNumberOfInstances is { } expected) json.WriteNumber("ExpectedNumberOfInstances", expected);
            else json.WriteNull("ExpectedNumberOfInstances");
        }
        if (view.Level == ResourceLevel.Instance)
        {
            json.WriteNumber("FileSize", view.FileSize);
            json.WriteString("FileUuid", view.FileUuid);
        }
        json.WriteString("ID", view.Id);
        if (view.Level == ResourceLevel.Instance)
        {
            if (long.TryParse(view.IndexInSeries, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)) json.WriteNumber("IndexInSeries", index);
            else json.WriteNull("IndexInSeries");
        }
        if (view.Level == ResourceLevel.Series) WriteChildren(json, view);
        if (view.IsProtected is { } shielded) json.WriteBoolean("IsProtected", shielded);
        if (view.Level != ResourceLevel.Instance) json.WriteBoolean("IsStable", view.IsStable);
        json.WriteStartArray("Labels");
        foreach (var label in view.Labels) json.WriteStringValue(label);
        json.WriteEndArray();
        if (view.Level != ResourceLevel.Instance) json.WriteString("LastUpdate", SystemMetadata.Time(view.LastUpdate));
        json.WritePropertyName("MainDicomTags");
        WriteTags(json, view.MainDicomTags, view.Sequences, format);
        if (metadata is not null)
        {
            json.WriteStartObject("Metadata");
            foreach (var (name, value) in metadata) json.WriteString(name, value);
            json.WriteEndObject();
        }
        if (view.ModifiedFrom is not null) json.WriteString("ModifiedFrom", view.ModifiedFrom);
        if (view.Level > ResourceLevel.Patient) json.WriteString($"Parent{view.Level - 1}", view.Parent);
        if (view.PatientMainDicomTags is { } patient)
        {
            json.WritePropertyName("PatientMainDicomTags");
            WriteTags(json, patient, null, format);
        }
        if (requested is not null)
        {
            json.WritePropertyName("RequestedTags");
            WriteRequested(json, requested, format);
        }
        if (view.Level == ResourceLevel.Study) WriteChildren(json, view);
        if (view.Level == ResourceLevel.Series) json.WriteString("Status", view.Status.ToString());
        if (view.Level == ResourceLevel.Patient) WriteChildren(json, view);
        json.WriteString("Type", view.Level.ToString());
        json.WriteEndObject();
    }

    private static void WriteChildren(Utf8JsonWriter json, ResourceView view)
    {
        json.WriteStartArray(view.Level switch
        {
            ResourceLevel.Patient => "Studies",
            ResourceLevel.Study => "Series",
            _ => "Instances",
        });
        foreach (var child in view.Children) json.WriteStringValue(child);
        json.WriteEndArray();
    }

    private void WriteTags(Utf8JsonWriter json, IReadOnlyDictionary<string, string> tags, string? sequences, DicomJsonFormat format)
    {
        var entries = tags.Select(pair => (Name: NameOf(pair.Key), Tag: pair.Key, pair.Value, Sequence: default(JsonElement)));
        if (sequences is not null)
            entries = entries.Concat(KeptSequences.Read(sequences, format).Select(entry => (NameOf(entry.Tag), entry.Tag, "", entry.Value)));

        json.WriteStartObject();
        foreach (var (name, tag, value, sequence) in entries.OrderBy(entry => format == DicomJsonFormat.Simplify ? entry.Name : entry.Tag, StringComparer.Ordinal))
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
