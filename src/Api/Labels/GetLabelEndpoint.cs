using EventDicom.Domain.Labels;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Labels;

/// <summary><c>GET /{level}/{id}/labels/{label}</c>: 200 with nothing in it when the resource has the label, else 404.</summary>
public sealed class GetLabelEndpoint(ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}/labels/{label}"));
        Describe(Allow.View, "Ask whether one {level} has a label").AnswersNothing("It has");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var resource = await queries.FindAsync(Level, Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        if (resource.Labels.Contains(Route<string>("label")!)) await AnswerNothingAsync(ct);
        else await NotAnsweredAsync();
    }
}
