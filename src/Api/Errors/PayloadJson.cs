using System.Text.Json;
using EventDicom.Domain;

namespace EventDicom.Api.Errors;

/// <summary>Writes what programs can read of a failure, as Orthanc shows it in jobs and in errors.</summary>
internal static class PayloadJson
{
    /// <summary>The member <c>ErrorPayload</c>; nothing where there is none.</summary>
    public static void WritePayload(this Utf8JsonWriter json, ErrorPayload? payload)
    {
        if (payload is null) return;
        json.WriteStartObject("ErrorPayload");
        json.WriteString("Type", payload.Type);
        json.WritePropertyName("Content");
        payload.Content.WriteTo(json);
        json.WriteEndObject();
    }
}
