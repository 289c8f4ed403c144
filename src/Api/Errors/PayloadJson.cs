using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Domain;

namespace EventDicom.Api.Errors;

/// <summary>Writes what programs can read of a failure, as Orthanc shows it in jobs and in errors.</summary>
internal static class PayloadJson
{
    /// <summary>What a job of DICOMweb has failed with: Orthanc's plugin puts that into the content of the job.</summary>
    public static void AddTo(this ErrorPayload payload, IDictionary<string, JsonNode?> content)
    {
        if (payload.FunctionFailure() is not { } failure) return;
        content["FunctionErrorCode"] = (int)failure.Error;
        content["FunctionErrorDescription"] = failure.Error.Message();
        content["FunctionErrorDetails"] = failure.Details;
    }

    /// <summary>The member <c>ErrorPayload</c>; nothing where there is none, or where Orthanc shows it elsewhere.</summary>
    public static void WritePayload(this Utf8JsonWriter json, ErrorPayload? payload)
    {
        if (payload is null || payload.FunctionFailure() is not null) return;
        json.WriteStartObject("ErrorPayload");
        json.WriteString("Type", payload.Type);
        json.WritePropertyName("Content");
        payload.Content.WriteTo(json);
        json.WriteEndObject();
    }
}
