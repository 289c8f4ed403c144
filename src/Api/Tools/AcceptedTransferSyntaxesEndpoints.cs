using System.Text;
using System.Text.Json;

namespace EventDicom.Api.Tools;

/// <summary><c>GET /tools/accepted-transfer-syntaxes</c>: the UIDs of what may be stored over DICOM.</summary>
public sealed class GetAcceptedTransferSyntaxesEndpoint(ServerSettings settings) : OrthancEndpoint
{
    public override void Configure() => Get("/tools/accepted-transfer-syntaxes");

    public override Task HandleAsync(CancellationToken ct) => HttpContext.Response.WriteOrthancJsonAsync(settings.AcceptedTransferSyntaxes);
}

/// <summary>
/// <c>PUT /tools/accepted-transfer-syntaxes</c>: a UID or several, as JSON or as bare text; <c>*</c> and <c>?</c> are wildcards.
/// Answers the UIDs that match.
/// </summary>
public sealed class PutAcceptedTransferSyntaxesEndpoint(ServerSettings settings) : OrthancEndpoint
{
    private const int MaximumLength = 64 * 1024;

    public override void Configure() => Put("/tools/accepted-transfer-syntaxes");

    public override async Task HandleAsync(CancellationToken ct)
    {
        settings.AcceptedTransferSyntaxes = TransferSyntaxes.Matching(Patterns(await HttpContext.Request.ReadBytesAsync(MaximumLength)));
        await HttpContext.Response.WriteOrthancJsonAsync(settings.AcceptedTransferSyntaxes);
    }

    private static string[] Patterns(byte[] body) => !LenientJson.TryParse(body, out var json) ? [Encoding.UTF8.GetString(body)] : json.ValueKind switch
    {
        JsonValueKind.String => [json.GetString()!],
        JsonValueKind.Array when json.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. json.EnumerateArray().Select(item => item.GetString()!)],
        _ => throw new OrthancException(OrthancError.BadFileFormat, "Transfer syntaxes are a string or an array of strings"),
    };
}
