using System.Globalization;
using System.Security.Cryptography;
using EventDicom.Api.Configuration;
using EventDicom.Api.Resources;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Projections.Resources;
using FastEndpoints;

namespace EventDicom.Api.Attachments;

/// <summary>The one attachment that the archive itself makes: the DICOM file of an instance.</summary>
internal static class DicomAttachment
{
    public const string Name = "dicom";
    public const int Number = 1;

    // Others that Orthanc makes, and that are never there.
    private static readonly string[] s_absent = ["dicom-as-json", "dicom-until-pixel-data"];

    /// <exception cref="OrthancException">Error 7: no attachment is called so. Error 17: the resource has none, or is not there.</exception>
    public static async Task<InstanceFile> DemandAsync(ResourceQueries queries, OrthancConfiguration configuration, ResourceLevel level, string id, string name, CancellationToken ct)
    {
        var isNumber = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (!isNumber && name != Name && !s_absent.Contains(name) && !configuration.Index.UserContentType.ContainsKey(name))
            throw new OrthancException(OrthancError.InexistentItem, $"No attachment has this name: {name}");

        var isFile = level == ResourceLevel.Instance && (isNumber ? number == Number : name == Name);
        return (isFile ? await queries.FileAsync(id, ct) : null) ?? throw new OrthancException(OrthancError.UnknownResource);
    }
}

/// <summary><c>GET /{level}/{id}/attachments</c>: their names, or with <c>?full</c> names and numbers.</summary>
public sealed class ListAttachmentsEndpoint(ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}/attachments"));
        Describe(Allow.View, "List the attachments of one {level}").Takes(new Argument("full", Shape.Flag.By(false), "Answer their numbers, too"))
            .Answers(Shape.EitherOf(Shape.Texts, Shape.MapOf(Shape.Whole)), "Their names, or names and numbers");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var level = await queries.LevelOfAsync(Id, ct) ?? throw new OrthancException(OrthancError.InexistentItem);
        if (level != Level) throw new OrthancException(OrthancError.UnknownResource);
        var full = HttpContext.Request.HasFlag("full");
        await AnswerAsync(json =>
        {
            if (full) json.WriteStartObject();
            else json.WriteStartArray();
            if (Level == ResourceLevel.Instance)
            {
                if (full) json.WriteNumber(DicomAttachment.Name, DicomAttachment.Number);
                else json.WriteStringValue(DicomAttachment.Name);
            }
            if (full) json.WriteEndObject();
            else json.WriteEndArray();
        });
    }
}

/// <summary>
/// <c>GET /instances/{id}/attachments/dicom</c> and what lies below it. Files are stored as they came, so the compressed form
/// is the file itself. Every answer has the ETag of the file.
/// </summary>
public sealed class GetAttachmentEndpoint(ResourceQueries queries, StoredFiles files, OrthancConfiguration configuration) : OrthancEndpoint
{
    private static readonly string[] s_operations =
    [
        "compress", "compressed-data", "compressed-md5", "compressed-size", "data", "info", "is-compressed", "md5", "size", "uncompress", "uuid", "verify-md5",
    ];

    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}/attachments/{name}").Concat(ResourcePath.Routes("/{id}/attachments/{name}/{operation}")).ToArray());
        Describe(Allow.Download, "Read one attachment of one {level}, or what is known of it").Takes(Argument.FileName)
            .Where("operation", Shape.OneOf(s_operations), "What to read; without it the answer lists what there is")
            .Answers(Shape.EitherOf(Shape.Texts, Shape.Named("AttachmentInfo")), "The operations, or for info an object")
            .AnswersText("Size, hash or identifier").AnswersBytes("The content", "application/octet-stream", "application/dicom").AnswersNothing("The ETag of If-None-Match is that of the file", 304);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var file = await DicomAttachment.DemandAsync(queries, configuration, Level, Id, Route<string>("name")!, ct);
        var operation = Route<string>("operation", isRequired: false) ?? "";
        if (operation.Length > 0 && !s_operations.Contains(operation)) throw new OrthancException(OrthancError.UnknownResource);
        if (HttpContext.IsUnchanged(new(0, file.Md5)))
        {
            HttpContext.MarkResponseStart();
            return;
        }

        await (operation switch
        {
            "" => AnswerAsync(json =>
            {
                json.WriteStartArray();
                foreach (var operation in s_operations) json.WriteStringValue(operation);
                json.WriteEndArray();
            }),
            "data" or "compressed-data" => AttachedBytes.AnswerAsync(HttpContext, file, files.Open(file.Stored)),
            "size" or "compressed-size" => AnswerTextAsync(file.Size.ToString(CultureInfo.InvariantCulture), ct),
            "md5" or "compressed-md5" => AnswerTextAsync(file.Md5, ct),
            "is-compressed" => AnswerTextAsync("0", ct),
            "uuid" => AnswerTextAsync(file.FileUuid.ToString(), ct),
            "info" => AnswerAsync(json =>
            {
                json.WriteStartObject();
                json.WriteString("CompressedMD5", file.Md5);
                json.WriteNumber("CompressedSize", file.Size);
                json.WriteNumber("ContentType", DicomAttachment.Number);
                json.WriteString("UncompressedMD5", file.Md5);
                json.WriteNumber("UncompressedSize", file.Size);
                json.WriteString("Uuid", file.FileUuid);
                json.WriteEndObject();
            }),
            _ => throw new OrthancException(OrthancError.UnknownResource),
        });
    }
}

/// <summary><c>POST /instances/{id}/attachments/dicom/verify-md5</c>: reads the stored file again and compares.</summary>
public sealed class VerifyAttachmentEndpoint(ResourceQueries queries, StoredFiles files, OrthancConfiguration configuration) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/instances/{id}/attachments/{name}/verify-md5");
        Describe(Allow.View, "Compare a stored file with its MD5").Named("verifyInstanceAttachment").Answers(Shape.AnyMembers, "The file is as it was stored");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var file = await DicomAttachment.DemandAsync(queries, configuration, Level, Id, Route<string>("name")!, ct);
        HttpContext.Show(new(0, file.Md5));
        if (await IsIntactAsync(file, ct)) await AnswerEmptyObjectAsync();
        else await NotAnsweredAsync();
    }

    private async Task<bool> IsIntactAsync(InstanceFile file, CancellationToken ct)
    {
        try
        {
            await using var stream = files.Open(file.Stored);
#pragma warning disable CA5351 // The route is about the MD5 that Orthanc's clients know.
            return Convert.ToHexStringLower(await MD5.HashDataAsync(stream, ct)) == file.Md5;
#pragma warning restore CA5351
        }
        catch (DamagedFileException)
        {
            return false;
        }
    }
}
