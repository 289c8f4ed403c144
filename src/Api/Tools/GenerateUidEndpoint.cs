using System.Globalization;
using System.Numerics;

namespace EventDicom.Api.Tools;

/// <summary><c>GET /tools/generate-uid?level=…</c>: a new DICOM UID, for a patient a UUID.</summary>
public sealed class GenerateUidEndpoint : OrthancEndpoint
{
    public override void Configure() => Get("/tools/generate-uid");

    public override Task HandleAsync(CancellationToken ct) => HttpContext.Request.Query["level"].ToString() switch
    {
        "patient" => AnswerTextAsync(Guid.NewGuid().ToString(), ct),
        "study" or "series" or "instance" => AnswerTextAsync(FromUuid(Guid.NewGuid()), ct),
        _ => NotAnsweredAsync(),
    };

    // PS3.5 B.2: 2.25. and the UUID as one decimal number, at most 44 characters.
    private static string FromUuid(Guid uuid) =>
        "2.25." + new BigInteger(uuid.ToByteArray(bigEndian: true), isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture);
}
