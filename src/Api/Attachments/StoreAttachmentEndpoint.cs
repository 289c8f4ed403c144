using EventDicom.Domain.Attachments;
using EventDicom.Domain.Revisions;

namespace EventDicom.Api.Attachments;

/// <summary><c>PUT /{level}/{id}/attachments/{name}</c>: the body is the content, of any length. Only what is the site's own can be
/// attached, from number 1024 on.</summary>
public sealed class StoreAttachmentEndpoint(AttachmentKeeping attachments, NamedAttachments named) : OrthancEndpoint
{
    public override void Configure()
    {
        Put(ResourcePath.Routes("/{id}/attachments/{name}"));
        Describe(Allow.Upload, "Attach something to one {level}").Reads(Shape.Binary, "application/octet-stream")
            .Answers(Shape.AnyMembers, "It is attached; the ETag is its revision");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var number = named.Demand(Route<string>("name")!);
        if (!AttachmentNames.IsOfSite(number))
        {
            await ForbiddenAsync();
            return;
        }

        var revision = HttpContext.Request.NamedRevision();
        await named.DemandResourceAsync(Level, Id, ct);
        var result = await attachments.RunAsync(new StoreAttachment(Level, new(Id), number, revision, Origin),
            HttpContext.Request.Body, ct);
        result.DemandRevision();
        if (result.Status == ChangeStatus.UnknownResource) throw new OrthancException(OrthancError.InexistentItem);
        HttpContext.Show(result.Revision);
        await AnswerEmptyObjectAsync();
    }
}
