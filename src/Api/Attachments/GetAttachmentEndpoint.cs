using System.Globalization;
using EventDicom.Domain.Attachments;
using FastEndpoints;

namespace EventDicom.Api.Attachments;

/// <summary><c>GET /{level}/{id}/attachments/{name}</c> and what lies below it. Every answer has the ETag of the content.</summary>
public sealed class GetAttachmentEndpoint(NamedAttachments named, AttachedFiles files) : OrthancEndpoint
{
    private static readonly string[] s_operations =
    [
        "compress", "compressed-data", "compressed-md5", "compressed-size", "data", "info", "is-compressed", "md5", "size", "uncompress",
        "uuid", "verify-md5",
    ];

    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}/attachments/{name}").Concat(ResourcePath.Routes("/{id}/attachments/{name}/{operation}")).ToArray());
        Describe(Allow.Download, "Read one attachment of one {level}, or what is known of it").Takes(Argument.FileName)
            .Where("operation", Shape.OneOf(s_operations), "What to read; without it the answer lists what there is")
            .Answers(Shape.EitherOf(Shape.Texts, Shape.Named("AttachmentInfo")), "The operations, or for info an object")
            .AnswersText("Size, hash or identifier").AnswersBytes("The content", "application/octet-stream", "application/dicom")
            .AnswersNothing("The ETag of If-None-Match is that of the content", 304);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var attachment = await named.DemandAsync(Level, Id, Route<string>("name")!, ct);
        var operation = Route<string>("operation", isRequired: false) ?? "";
        if (operation.Length > 0 && !s_operations.Contains(operation)) throw new OrthancException(OrthancError.UnknownResource);
        if (HttpContext.IsUnchanged(attachment.Revision))
        {
            HttpContext.MarkResponseStart();
            return;
        }

        var form = attachment.Form;
        await (operation switch
        {
            "" => HttpContext.Response.WriteOrthancJsonAsync(s_operations),
            "data" =>
                AttachedBytes.AnswerAsync(HttpContext, files.OpenContent(attachment), attachment.Size, named.TypeOf(attachment),
                    attachment.FileUuid.ToString()),
            "compressed-data" => AttachedBytes.AnswerAsync(
                HttpContext, files.OpenStored(attachment), form.Size, form.IsCompressed ? AttachedBytes.AnyBytes : named.TypeOf(attachment),
                attachment.FileUuid.ToString()),
            "size" => AnswerTextAsync(attachment.Size.ToString(CultureInfo.InvariantCulture), ct),
            "compressed-size" => AnswerTextAsync(form.Size.ToString(CultureInfo.InvariantCulture), ct),
            "md5" => AnswerTextAsync(attachment.Md5, ct),
            "compressed-md5" => AnswerTextAsync(form.Md5, ct),
            "is-compressed" => AnswerTextAsync(form.IsCompressed ? "1" : "0", ct),
            "uuid" => AnswerTextAsync(attachment.FileUuid.ToString(), ct),
            "info" => AnswerAsync(json => AttachmentInfo.Write(json, attachment)),
            _ => throw new OrthancException(OrthancError.UnknownResource),
        });
    }
}
