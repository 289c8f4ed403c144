using System.Collections.Frozen;
using System.Text.Json;
using EventDicom.Domain.Jobs.Running;

namespace EventDicom.Domain.Modalities;

/// <summary>The headers that a request for a job of DICOMweb wants to be sent. They may let us in, and so no event holds them.</summary>
internal static class RequestHeaders
{
    public static JsonElement? ToSecret(IReadOnlyDictionary<string, string> headers) =>
        headers.Count == 0 ? null : JsonSerializer.SerializeToElement(headers);

    public static IReadOnlyDictionary<string, string> Of(JobContext job) =>
        job.Secret is { } secret
            ? secret.Deserialize<Dictionary<string, string>>() ?? []
            : FrozenDictionary<string, string>.Empty;
}
