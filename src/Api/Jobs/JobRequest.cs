using System.Text.Json;

namespace EventDicom.Api.Jobs;

/// <summary>What the body of a request says about the job that it asks for, whatever the job does.</summary>
/// <param name="IsSynchronous">Whether the client waits for the end of the job.</param>
/// <param name="Priority">Higher ones start first.</param>
/// <param name="Permissive">Whether instances that fail are counted instead of failing the job.</param>
public sealed record JobRequest(bool IsSynchronous, int Priority, bool Permissive)
{
    /// <summary>Reads <c>Synchronous</c>, <c>Asynchronous</c>, <c>Priority</c> and <c>Permissive</c>; the first wins over the second.</summary>
    /// <param name="body">A JSON object.</param>
    /// <exception cref="OrthancException">Error 15: one of them is of another type.</exception>
    public static JobRequest Read(JsonElement body) => new(
        Flag(body, "Synchronous") ?? !Flag(body, "Asynchronous") ?? true,
        Number(body, "Priority") ?? 0,
        Flag(body, "Permissive") ?? false);

    private static bool? Flag(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var value)) return null;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw new OrthancException(OrthancError.BadFileFormat, $"Field \"{name}\" must be a Boolean");
    }

    private static int? Number(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw new OrthancException(OrthancError.BadFileFormat, $"Field \"{name}\" must be an integer");
    }
}
