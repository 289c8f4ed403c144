using System.Text;
using System.Text.Json;
using EventDicom.Api.Configuration;

namespace EventDicom.Api.Tools;

/// <summary>
/// <c>PUT /tools/accepted-transfer-syntaxes</c>: a UID or several, as JSON or as bare text; <c>*</c> and <c>?</c> are wildcards.
/// Answers the UIDs that match.
/// </summary>
public sealed class PutAcceptedTransferSyntaxesEndpoint(ServerSettings settings) : OrthancEndpoint
{
    private const int MaximumLength = 64 * 1024;

    public override void Configure()
    {
        Put("/tools/accepted-transfer-syntaxes");
        Describe(Allow.Settings, "Choose the transfer syntaxes that are accepted")
            .Reads(Shape.Texts).ReadsText().Answers(Shape.Texts, "The UIDs that are accepted now");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        settings.AcceptedTransferSyntaxes = TransferSyntaxes.Matching(Patterns(await HttpContext.Request.ReadBytesAsync(MaximumLength)));
        await HttpContext.Response.WriteOrthancJsonAsync(settings.AcceptedTransferSyntaxes);
    }

    private static string[] Patterns(byte[] body) =>
        LenientJson.TryParse(body, out var json) ? DefinitionJson.Read(json, FromJson) : [Encoding.UTF8.GetString(body)];

    private static string[] FromJson(JsonElement json) => json.ValueKind == JsonValueKind.Array
        ? [.. json.EnumerateArray().Select(DefinitionJson.Text)]
        : [DefinitionJson.Text(json)];
}
