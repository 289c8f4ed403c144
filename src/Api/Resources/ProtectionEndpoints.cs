using EventDicom.Domain.Patients;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /patients/{id}/protected</c>: whether recycling passes the patient over.</summary>
public sealed class GetProtectionEndpoint(ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/patients/{id}/protected");
        Describe(Allow.View, "Ask whether one {level} is protected").AnswersText("1 or 0");
    }

    public override async Task HandleAsync(CancellationToken ct) =>
        await AnswerTextAsync(await queries.IsProtectedAsync(Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource) ? "1" : "0", ct);
}

/// <summary><c>PUT /patients/{id}/protected</c>: body <c>0</c>, <c>1</c>, <c>false</c> or <c>true</c>.</summary>
public sealed class PutProtectionEndpoint(ResourceLedger ledger) : OrthancEndpoint
{
    public override void Configure()
    {
        Put("/patients/{id}/protected");
        Describe(Allow.Delete, "Protect one {level}, or end its protection").ReadsText(Shape.OneOf("0", "1", "false", "true")).AnswersNothing();
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
