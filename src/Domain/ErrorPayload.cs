using System.Text.Json;

namespace EventDicom.Domain;

/// <summary>What a failure says to programs, beside its words for people: <c>ErrorPayload</c> of jobs and of errors.</summary>
/// <param name="Type">Says what the content is: <c>Dimse</c>, a status of DIMSE, or <c>RetrieveJob</c>, what came of each
/// retrieval.</param>
public sealed record ErrorPayload(string Type, JsonElement Content)
{
    /// <summary>The status that ended an operation of DIMSE (PS3.7 annex C).</summary>
    public static ErrorPayload OfStatus(ushort status) =>
        new("Dimse", JsonSerializer.SerializeToElement(new Dictionary<string, int> { ["DimseErrorStatus"] = status }));

    /// <summary>That status; <c>null</c> where the payload is none.</summary>
    public ushort? DimseStatus() =>
        Type == "Dimse" && Content.TryGetProperty("DimseErrorStatus", out var status) && status.TryGetUInt16(out var number)
            ? number
            : null;
}
