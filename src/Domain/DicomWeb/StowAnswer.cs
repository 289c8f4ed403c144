using System.Globalization;
using System.Text.Json;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.DicomWeb;

/// <summary>What a server's answer to a request to store says of one instance (PS3.18 section 10.5.3, and its annex F).</summary>
public static class StowAnswer
{
    private const string FailedSopSequence = "00081198", ReferencedSopSequence = "00081199", ReferencedSopInstanceUid = "00081155",
        FailureReason = "00081197";

    /// <param name="status">Of HTTP.</param>
    /// <param name="body"><c>null</c> where it is no JSON.</param>
    /// <returns><c>null</c> when the server has the instance: nothing less than its name among those that were stored says so.</returns>
    public static Refused? Judge(int status, JsonElement? body, string sopInstanceUid)
    {
        var (isStored, isFailed, reason) = (false, false, (int?)null);
        if (body is { ValueKind: JsonValueKind.Object } answer)
        {
            isStored = Items(answer, ReferencedSopSequence).Any(item => Names(item, sopInstanceUid));
            foreach (var item in Items(answer, FailedSopSequence).Where(item => Names(item, sopInstanceUid)))
            {
                isFailed = true;
                reason ??= Values(item, FailureReason).Select(Number).FirstOrDefault();
            }
        }
        if (status is >= 200 and < 300 && isStored && !isFailed) return null;
        var text = string.Create(CultureInfo.InvariantCulture, $"HTTP status {status}");
        return new(
            OrthancError.NetworkProtocol,
            reason is { } number ? string.Create(CultureInfo.InvariantCulture, $"{text}, failure reason 0x{number:X4}")
                : isFailed || status is not (>= 200 and < 300) ? text
                : $"{text}, and an answer that does not say that the instance is stored");
    }

    private static bool Names(JsonElement item, string uid) =>
        Values(item, ReferencedSopInstanceUid).Any(value => value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() == uid);

    private static int? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static IEnumerable<JsonElement> Items(JsonElement model, string tag) =>
        Values(model, tag).Where(item => item.ValueKind == JsonValueKind.Object);

    private static JsonElement.ArrayEnumerator Values(JsonElement model, string tag) =>
        model.TryGetProperty(tag, out var attribute) && attribute.ValueKind == JsonValueKind.Object
            && attribute.TryGetProperty("Value", out var values) && values.ValueKind == JsonValueKind.Array
            ? values.EnumerateArray()
            : default;
}
