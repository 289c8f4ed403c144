using EventDicom.Domain.Attachments;
using EventDicom.Projections.Attachments;
using FastEndpoints;

namespace EventDicom.Api.Attachments;

/// <summary><c>GET /{level}/{id}/attachments</c>: their names, or with <c>?full</c> names and numbers.</summary>
public sealed class ListAttachmentsEndpoint(AttachmentQueries queries, NamedAttachments named, AttachmentNames names) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}/attachments"));
        Describe(Allow.View, "List the attachments of one {level}")
            .Takes(new Argument("full", Shape.Flag.By(false), "Answer their numbers, too"))
            .Answers(Shape.EitherOf(Shape.Texts, Shape.MapOf(Shape.Whole)), "Their names, or names and numbers");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await named.DemandResourceAsync(Level, Id, ct);
        var attached = (await queries.OfAsync(Level, Id, ct))
            .Select(attachment => KeyValuePair.Create(names.NameOf(attachment.ContentType), attachment.ContentType)).ToList();
        await AnswerNamesAsync(attached, HttpContext.Request.HasFlag("full"), (json, number) => json.WriteNumberValue(number));
    }
}
