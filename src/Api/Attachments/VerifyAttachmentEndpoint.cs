using EventDicom.Domain.Attachments;
using EventDicom.Domain.Revisions;

namespace EventDicom.Api.Attachments;

/// <summary><c>POST /{level}/{id}/attachments/{name}/verify-md5</c>: reads what is stored again and compares.</summary>
public sealed class VerifyAttachmentEndpoint(NamedAttachments named, AttachedFiles files) : OrthancEndpoint
{
    public override void Configure()
    {
        Post(ResourcePath.Routes("/{id}/attachments/{name}/verify-md5"));
        Describe(Allow.View, "Compare one attachment of one {level} with its MD5").Named("verify{Level}Attachment")
            .Answers(Shape.AnyMembers, "It is as it was stored");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var attachment = await named.DemandAsync(Level, Id, Route<string>("name")!, ct);
        HttpContext.Show(attachment.Revision);
        if (await files.IsIntactAsync(attachment, ct)) await AnswerEmptyObjectAsync();
        else await NotAnsweredAsync();
    }
}
