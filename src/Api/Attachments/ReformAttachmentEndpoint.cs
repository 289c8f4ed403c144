using EventDicom.Domain.Attachments;
using EventDicom.Domain.Revisions;

namespace EventDicom.Api.Attachments;

/// <summary>
/// <c>POST /{level}/{id}/attachments/{name}/compress</c> and <c>/uncompress</c>: how the content is kept from then on, which is the same;
/// also of the file of an instance.
/// </summary>
public sealed class ReformAttachmentEndpoint(AttachmentKeeping attachments, NamedAttachments named) : OrthancEndpoint
{
    public override void Configure()
    {
        Post(ResourcePath.Routes("/{id}/attachments/{name}/compress")
            .Concat(ResourcePath.Routes("/{id}/attachments/{name}/uncompress")).ToArray());
        Describe(Allow.Modify, "Keep one attachment of one {level} compressed").Named("{operation}{Level}Attachment")
            .For("uncompress", Allow.Modify, "Keep one attachment of one {level} uncompressed").Answers(Shape.AnyMembers, "It is kept so");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var seen = await named.DemandAsync(Level, Id, Route<string>("name")!, ct);
        var result = await attachments.RunAsync(new ReformAttachment(Level, new(Id), seen.ContentType, Operation == "compress", Origin),
            seen, ct);
        result.DemandRevision();
        if (result.Status != ChangeStatus.Changed) throw new OrthancException(OrthancError.UnknownResource);
        HttpContext.Show(result.Revision);
        await AnswerEmptyObjectAsync();
    }
}
