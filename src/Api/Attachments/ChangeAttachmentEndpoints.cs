using EventDicom.Domain.Attachments;
using EventDicom.Domain.Revisions;

namespace EventDicom.Api.Attachments;

/// <summary><c>PUT /{level}/{id}/attachments/{name}</c>: the body is the content, of any length. Only what is the site's own can be attached, from number 1024 on.</summary>
public sealed class StoreAttachmentEndpoint(AttachmentKeeping attachments, NamedAttachments named) : OrthancEndpoint
{
    public override void Configure()
    {
        Put(ResourcePath.Routes("/{id}/attachments/{name}"));
        Describe(Allow.Upload, "Attach something to one {level}").Reads(Shape.Binary, "application/octet-stream").Answers(Shape.AnyMembers, "It is attached; the ETag is its revision");
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
        var result = await attachments.RunAsync(new StoreAttachment(Level, new(Id), number, revision, Origin), HttpContext.Request.Body, ct);
        result.DemandRevision();
        if (result.Status == ChangeStatus.UnknownResource) throw new OrthancException(OrthancError.InexistentItem);
        HttpContext.Show(result.Revision);
        await AnswerEmptyObjectAsync();
    }
}

/// <summary><c>DELETE /{level}/{id}/attachments/{name}</c>.</summary>
public sealed class RemoveAttachmentEndpoint(AttachmentKeeping attachments, NamedAttachments named) : OrthancEndpoint
{
    // What old versions of Orthanc wrote, and users may remove; it is never there.
    private const int DicomAsJson = 2;

    public override void Configure()
    {
        Delete(ResourcePath.Routes("/{id}/attachments/{name}"));
        Describe(Allow.Delete, "Remove one attachment of one {level}").AnswersNothing("It is removed");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var number = named.Demand(Route<string>("name")!);
        if (!AttachmentNames.IsOfSite(number) && number != DicomAsJson)
        {
            await ForbiddenAsync();
            return;
        }

        var result = await attachments.RunAsync(new RemoveAttachment(Level, new(Id), number, HttpContext.Request.NamedRevision(), Origin), ct);
        result.DemandRevision();
        if (result.Status == ChangeStatus.UnknownResource) throw new OrthancException(OrthancError.InexistentItem);
        if (result.Status == ChangeStatus.Absent) await NotAnsweredAsync();
        else await AnswerNothingAsync(ct);
    }
}

/// <summary>
/// <c>POST /{level}/{id}/attachments/{name}/compress</c> and <c>/uncompress</c>: how the content is kept from then on, which is the same; also of the file of an instance.
/// </summary>
public sealed class ReformAttachmentEndpoint(AttachmentKeeping attachments, NamedAttachments named) : OrthancEndpoint
{
    public override void Configure()
    {
        Post(ResourcePath.Routes("/{id}/attachments/{name}/compress").Concat(ResourcePath.Routes("/{id}/attachments/{name}/uncompress")).ToArray());
        Describe(Allow.Modify, "Keep one attachment of one {level} compressed").Named("{operation}{Level}Attachment")
            .For("uncompress", Allow.Modify, "Keep one attachment of one {level} uncompressed").Answers(Shape.AnyMembers, "It is kept so");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var seen = await named.DemandAsync(Level, Id, Route<string>("name")!, ct);
        var result = await attachments.RunAsync(new ReformAttachment(Level, new(Id), seen.ContentType, Operation == "compress", Origin), seen, ct);
        result.DemandRevision();
        if (result.Status != ChangeStatus.Changed) throw new OrthancException(OrthancError.UnknownResource);
        HttpContext.Show(result.Revision);
        await AnswerEmptyObjectAsync();
    }
}

/// <summary><c>POST /{level}/{id}/attachments/{name}/verify-md5</c>: reads what is stored again and compares.</summary>
public sealed class VerifyAttachmentEndpoint(NamedAttachments named, AttachedFiles files) : OrthancEndpoint
{
    public override void Configure()
    {
        Post(ResourcePath.Routes("/{id}/attachments/{name}/verify-md5"));
        Describe(Allow.View, "Compare one attachment of one {level} with its MD5").Named("verify{Level}Attachment").Answers(Shape.AnyMembers, "It is as it was stored");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var attachment = await named.DemandAsync(Level, Id, Route<string>("name")!, ct);
        HttpContext.Show(attachment.Revision);
        if (await files.IsIntactAsync(attachment, ct)) await AnswerEmptyObjectAsync();
        else await NotAnsweredAsync();
    }
}
