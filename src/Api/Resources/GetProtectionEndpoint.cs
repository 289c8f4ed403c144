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
        await AnswerTextAsync(await queries.IsProtectedAsync(Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource)
            ? "1" : "0", ct);
}
