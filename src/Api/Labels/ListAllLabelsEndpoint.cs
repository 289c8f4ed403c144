using EventDicom.Domain.Labels;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Labels;

/// <summary><c>GET /tools/labels</c>: every label that some resource has.</summary>
public sealed class ListAllLabelsEndpoint(ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/tools/labels");
        Describe(Allow.View, "List every label that some resource has").Named("listAllLabels").Answers(Shape.Texts);
    }

    public override Task HandleAsync(CancellationToken ct) =>
        AnswerArrayAsync(queries.LabelsAsync(ct), (json, label) => json.WriteStringValue(label), ct);
}
