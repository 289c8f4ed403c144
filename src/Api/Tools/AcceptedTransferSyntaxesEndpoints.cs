using System.Text;
using System.Text.Json;
using EventDicom.Api.Configuration;

namespace EventDicom.Api.Tools;

/// <summary><c>GET /tools/accepted-transfer-syntaxes</c>: the UIDs of what may be stored over DICOM.</summary>
public sealed class GetAcceptedTransferSyntaxesEndpoint(ServerSettings settings) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/tools/accepted-transfer-syntaxes");
        Describe(Allow.Settings, "List the transfer syntaxes that are accepted").Answers(Shape.Texts, "UIDs");
    }

    public override Task HandleAsync(CancellationToken ct) => HttpContext.Response.WriteOrthancJsonAsync(settings.AcceptedTransferSyntaxes);
}

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
