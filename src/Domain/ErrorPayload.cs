using System.Text.Json;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain;

/// <summary>What a failure says to programs, beside its words for people: <c>ErrorPayload</c> of jobs and of errors.</summary>
/// <param name="Type">Says what the content is: <c>Dimse</c>, a status of DIMSE; <c>RetrieveJob</c>, what came of each
/// retrieval; <c>Function</c>, the error within a job of DICOMweb.</param>
public sealed record ErrorPayload(string Type, JsonElement Content)
{
    private const string Function = "Function";

    /// <summary>What a job of Orthanc's plugin for DICOMweb failed with: the jobs themselves all fail with one error.</summary>
    public static ErrorPayload OfFunction(Refused failure) => new(
        Function, JsonSerializer.SerializeToElement(
            new Dictionary<string, object> { ["Error"] = (int)failure.Error, ["Details"] = failure.Details ?? "" }));

    /// <summary>That failure; <c>null</c> where the payload is none.</summary>
    public Refused? FunctionFailure() =>
        Type == Function && Content.TryGetProperty("Error", out var error) && error.TryGetInt32(out var number)
            && Content.TryGetProperty("Details", out var details)
            ? new((OrthancError)number, details.GetString())
            : null;

    /// <summary>The status that ended an operation of DIMSE (PS3.7 annex C).</summary>
    public static ErrorPayload OfStatus(ushort status) =>
        new("Dimse", JsonSerializer.SerializeToElement(new Dictionary<string, int> { ["DimseErrorStatus"] = status }));

    /// <summary>That status; <c>null</c> where the payload is none.</summary>
    public ushort? DimseStatus() =>
        Type == "Dimse" && Content.TryGetProperty("DimseErrorStatus", out var status) && status.TryGetUInt16(out var number)
            ? number
            : null;
}
