using System.Text.Json;
using EventDicom.Api.Configuration;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Settings;

namespace EventDicom.Api.Modalities;

/// <summary>Finds the modality that a request names, and reads how the request wants it to be called.</summary>
public sealed class CalledModalities(IAddressBook<RemoteModality> modalities, DicomServerOptions server)
{
    // Characters of a title (PS3.5 table 6.2-1, AE).
    private const int LongestAet = 16;

    // A day: longer nobody waits, and so many milliseconds are a number still.
    private const int LongestTimeout = 24 * 60 * 60;

    /// <param name="body">Of the request; what is no object says nothing.</param>
    /// <exception cref="OrthancException">Error 7: nobody has the name. Error 15 or 3: the body says nonsense.</exception>
    public async Task<CalledModality> FindAsync(string name, JsonElement body, CancellationToken ct) =>
        CalledModality.Of(await DemandAsync(name, ct), server.DicomAet, Settings(body));

    /// <exception cref="OrthancException">Error 7: nobody has the name.</exception>
    public async Task<RemoteModality> DemandAsync(string name, CancellationToken ct) => await modalities.FindAsync(name, ct)
        ?? throw new OrthancException(OrthancError.InexistentItem, $"No modality with symbolic name: {name}");

    /// <summary>A modality that nobody knows by a name.</summary>
    public CalledModality Of(RemoteModality modality, JsonElement body) => CalledModality.Of(modality, server.DicomAet, Settings(body));

    /// <summary>A title out of a body.</summary>
    /// <returns><c>null</c> where the member is missing or empty.</returns>
    /// <exception cref="OrthancException">Error 15: it is none.</exception>
    public static string? Title(JsonElement body, string member)
    {
        if (body.Text(member)?.Trim() is not { Length: > 0 } title) return null;
        return IsTitle(title)
            ? title
            : throw new OrthancException(OrthancError.BadFileFormat, $"Field \"{member}\" must be a title of 16 characters at most");
    }

    public static bool IsTitle(string text) =>
        text.Length is > 0 and <= LongestAet && text.All(letter => letter is >= ' ' and < '\x7f' and not '\\');

    /// <summary>The same modality, as patiently as a request wants and under the title that it wants.</summary>
    public static CalledModality With(CalledModality called, JsonElement body)
    {
        var settings = Settings(body);
        return new(
            called.Modality with { Timeout = settings.Timeout ?? called.Modality.Timeout }, settings.LocalAet ?? called.LocalAet);
    }

    private static CallSettings Settings(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object) return CallSettings.None;
        return new(
            Title(body, nameof(CallSettings.LocalAet)), Title(body, nameof(CallSettings.CalledAet)),
            body.Text(nameof(CallSettings.Host)) is { Length: > 0 } host ? host : null,
            body.TryGetProperty(nameof(CallSettings.Port), out var port) ? DefinitionJson.Port(port) : null, Timeout(body));
    }

    private static int? Timeout(JsonElement body) => body.Number(nameof(CallSettings.Timeout)) switch
    {
        null => null,
        >= 0 and <= LongestTimeout and var seconds => seconds,
        _ => throw new OrthancException(OrthancError.ParameterOutOfRange, "Field \"Timeout\" must be a number of seconds"),
    };
}
