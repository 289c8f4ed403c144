using System.Globalization;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain.Worklists;

namespace EventDicom.Api.Worklists;

/// <summary>Worklists as clients see them.</summary>
internal static class WorklistAnswer
{
    /// <summary>The argument that says in which of Orthanc's three shapes tags are shown.</summary>
    public static readonly Argument Format = new(
        "format", Shape.OneOf(Enum.GetNames<DicomJsonFormat>()).By(nameof(DicomJsonFormat.Simplify)), "How tags are shown");

    /// <exception cref="OrthancException">Error 3: there is no such shape.</exception>
    public static DicomJsonFormat FormatOf(HttpRequest request)
    {
        if (request.Query["format"] is not [.., var name]) return DicomJsonFormat.Simplify;
        return Enum.GetNames<DicomJsonFormat>().Contains(name, StringComparer.Ordinal)
            ? Enum.Parse<DicomJsonFormat>(name!)
            : throw new OrthancException(OrthancError.ParameterOutOfRange, "Argument \"format\" must be Simplify, Short or Full");
    }

    /// <param name="showsDate">Whether it says when it was created: a file does not know.</param>
    public static void Write(Utf8JsonWriter json, Worklist worklist, bool showsDate, DicomJsonFormat format, DicomJsonOptions shown)
    {
        json.WriteStartObject();
        if (showsDate) json.WriteString(
            "CreationDate", worklist.SavedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture));
        json.WriteString("ID", worklist.Id);
        json.WritePropertyName("Tags");
        DicomJson.Write(json, worklist.Content, format, shown);
        json.WriteEndObject();
    }

    /// <summary>Where a worklist is that was saved.</summary>
    public static void WriteReference(Utf8JsonWriter json, string id)
    {
        json.WriteStartObject();
        json.WriteString("ID", id);
        json.WriteString("Path", $"/worklists/{Uri.EscapeDataString(id)}");
        json.WriteEndObject();
    }
}
