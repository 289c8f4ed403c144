using EventDicom.Domain;
using EventDicom.Domain.Metadata;
using EventDicom.Domain.Revisions;

namespace EventDicom.Api.Metadata;

/// <summary><c>DELETE /{level}/{id}/metadata/{name}</c>.</summary>
public sealed class RemoveMetadataEndpoint(MetadataKeeping metadata, MetadataNames names) : OrthancEndpoint
{
    public override void Configure()
    {
        Delete(ResourcePath.Routes("/{id}/metadata/{name}"));
        Describe(Allow.Modify, "Remove one metadata of one {level}").AnswersNothing("It is removed");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var number = names.Demand(Route<string>("name")!);
        if (!MetadataNames.IsOfSite(number))
        {
            await ForbiddenAsync();
            return;
        }

        var result = await metadata.RunAsync(new RemoveMetadata(Level, new(Id), number, HttpContext.Request.NamedRevision(), Origin), ct);
        result.DemandRevision();
        if (result.Status == ChangeStatus.UnknownResource) throw new OrthancException(OrthancError.UnknownResource);
        if (result.Status == ChangeStatus.Absent) await NotAnsweredAsync();
        else await AnswerNothingAsync(ct);
    }
}
