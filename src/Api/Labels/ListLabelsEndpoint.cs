using EventDicom.Domain.Labels;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Labels;

/// <summary><c>GET /{level}/{id}/labels</c>.</summary>
public sealed class ListLabelsEndpoint(ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}/labels"));
        Describe(Allow.View, "List the labels of one {level}").Answers(Shape.Texts);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var resource = await queries.FindAsync(Level, Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        await HttpContext.Response.WriteOrthancJsonAsync(resource.Labels);
    }
}
