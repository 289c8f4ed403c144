using EventDicom.Domain.Metadata;
using EventDicom.Projections.Metadata;
using FastEndpoints;

namespace EventDicom.Api.Metadata;

/// <summary><c>GET /{level}/{id}/metadata/{name}</c>: one value by its name or number, with an ETag of its revision and content.</summary>
public sealed class GetMetadataEndpoint(MetadataQueries queries, MetadataNames names) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}/metadata/{name}"));
        Describe(Allow.View, "Read one metadata of one {level}").AnswersText("The value")
            .AnswersNothing("The ETag of If-None-Match is that of the value", 304);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var number = names.Demand(Route<string>("name")!);
        var (isKnown, found) = await queries.FindAsync(Level, Id, number, ct);
        if (!isKnown) throw new OrthancException(OrthancError.UnknownResource);
        if (found is not { } value) await NotAnsweredAsync();
        else if (HttpContext.IsUnchanged(value.Revision)) HttpContext.MarkResponseStart();
        else await AnswerTextAsync(value.Text, ct);
    }
}
