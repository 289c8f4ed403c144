using EventDicom.Domain.Attachments;
using EventDicom.Domain.Revisions;

namespace EventDicom.Api.Attachments;

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

        var result = await attachments.RunAsync(new RemoveAttachment(Level, new(Id), number, HttpContext.Request.NamedRevision(), Origin),
            ct);
        result.DemandRevision();
        if (result.Status == ChangeStatus.UnknownResource) throw new OrthancException(OrthancError.InexistentItem);
        if (result.Status == ChangeStatus.Absent) await NotAnsweredAsync();
        else await AnswerNothingAsync(ct);
    }
}
