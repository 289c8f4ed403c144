using EventDicom.Domain.Labels;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Labels;

/// <summary><c>PUT</c> and <c>DELETE /{level}/{id}/labels/{label}</c>: answer the same whether the label was there or not.</summary>
public sealed class ChangeLabelEndpoint(ResourceLedger ledger) : OrthancEndpoint
{
    public override void Configure()
    {
        Verbs(FastEndpoints.Http.PUT, FastEndpoints.Http.DELETE);
        Routes(ResourcePath.Routes("/{id}/labels/{label}"));
        Describe(Allow.EditLabels, "Put a label on one {level}").For("DELETE", Allow.EditLabels, "Take a label off one {level}")
            .AnswersNothing("Done, whether the label was there or not");
    }

    public override async Task HandleAsync(CancellationToken ct) => await AnswerNothingAsync(
        await ledger.RunAsync(new LabelResource(Level, new(Id), Route<string>("label")!, HttpMethods.IsPut(HttpContext.Request.Method),
            Origin), ct), ct);
}
