using EventDicom.Domain.Patients;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>PUT /patients/{id}/protected</c>: body <c>0</c>, <c>1</c>, <c>false</c> or <c>true</c>.</summary>
public sealed class PutProtectionEndpoint(ResourceLedger ledger) : OrthancEndpoint
{
    public override void Configure()
    {
        Put("/patients/{id}/protected");
        Describe(Allow.Delete, "Protect one {level}, or end its protection").ReadsText(Shape.OneOf("0", "1", "false", "true"))
            .AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var isProtected = await HttpContext.Request.ReadTextAsync() switch
        {
            "1" or "true" => true,
            "0" or "false" => false,
            _ => throw new OrthancException(OrthancError.BadRequest, "The body must be 0 or 1"),
        };
        await AnswerNothingAsync(await ledger.RunAsync(new ProtectPatient(new(Id), isProtected, Origin), ct), ct);
    }
}
