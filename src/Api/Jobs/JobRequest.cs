using System.Text;
using System.Text.Json;

namespace EventDicom.Api.Jobs;

/// <summary>What the body of a request says about the job that it asks for, whatever the job does.</summary>
/// <param name="IsSynchronous">Whether the client waits for the end of the job.</param>
/// <param name="Priority">Higher ones start first.</param>
/// <param name="Permissive">Whether instances that fail are counted instead of failing the job.</param>
/// <param name="UserData">What the client gives along for itself, any JSON, to be shown with the job; <c>null</c> for nothing.</param>
public sealed record JobRequest(bool IsSynchronous, int Priority, bool Permissive, JsonElement? UserData = null)
{
    /// <summary>Bytes in UTF-8 that <c>UserData</c> may take.</summary>
    public const int LongestUserData = 64 * 1024;

    // The event that keeps the body is read with 64 levels, some of which are its own.
    private const int DeepestBody = 48;

    /// <summary>
    /// Reads <c>Synchronous</c>, <c>Asynchronous</c>, <c>Priority</c>, <c>Permissive</c> and <c>UserData</c>; the first wins over the
    /// second. The body is kept with the job, so that it must be of what the database can hold.
    /// </summary>
    /// <param name="body">A JSON object.</param>
    /// <param name="isSynchronous">What holds where it says neither.</param>
    /// <exception cref="OrthancException">Error 15: one of them is of another type, the body has too many levels, or a number in it is none
    /// that a double can be. Error 3: <c>UserData</c> is too long.</exception>
    public static JobRequest Read(JsonElement body, bool isSynchronous = true)
    {
        DemandKeepable(body, level: 1);
        return new(
            body.Flag("Synchronous") ?? !body.Flag("Asynchronous") ?? isSynchronous,
            body.Number("Priority") ?? 0,
            body.Flag("Permissive") ?? false,
            ReadUserData(body));
    }

    private static JsonElement? ReadUserData(JsonElement body)
    {
        if (!body.TryGetProperty(nameof(UserData), out var data) || data.ValueKind == JsonValueKind.Null) return null;
        return Encoding.UTF8.GetByteCount(data.GetRawText()) <= LongestUserData
            ? data
            : throw new OrthancException(OrthancError.ParameterOutOfRange, $"Field \"UserData\" is longer than {LongestUserData} bytes");
    }

    // PostgreSQL refuses numbers of very large or very small exponents, and writes those in between out with all their zeros.
    private static void DemandKeepable(JsonElement json, int level)
    {
        if (level > DeepestBody) throw new OrthancException(OrthancError.BadFileFormat, $"The body has more than {DeepestBody} levels");
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject()) DemandKeepable(member.Value, level + 1);
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray()) DemandKeepable(item, level + 1);
                break;
            case JsonValueKind.Number when !IsDouble(json):
                throw new OrthancException(OrthancError.BadFileFormat, "A number in the body is out of range");
        }
    }

    private static bool IsDouble(JsonElement number) =>
        number.GetDouble() is var value && double.IsFinite(value) && (value != 0 || !number.GetRawText().AsSpan().ContainsAny('e', 'E'));
}
