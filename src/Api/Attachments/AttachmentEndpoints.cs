using System.Globalization;
using System.Security.Cryptography;
using EventDicom.Api.Instances;
using EventDicom.Api.Resources;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Attachments;

/// <summary>The one attachment that the archive itself makes: the DICOM file of an instance.</summary>
internal static class DicomAttachment
{
    public const string Name = "dicom";
    public const int Number = 1;
}

/// <summary><c>GET /{level}/{id}/attachments</c>: their names, or with <c>?full</c> names and numbers.</summary>
public sealed class ListAttachmentsEndpoint(ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure() => Get(ResourcePath.Routes("/{id}/attachments"));

    public override async Task HandleAsync(CancellationToken ct)
    {
        await queries.DemandAsync(Level, Id, ct);
        var full = HttpContext.Request.IsOn("full");
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
/// is the file itself.
/// </summary>
public sealed class GetAttachmentEndpoint(ResourceQueries queries, InstanceFiles files) : OrthancEndpoint
{
    private static readonly string[] s_operations =
    [
        "compress", "compressed-data", "compressed-md5", "compressed-size", "data", "info", "is-compressed", "md5", "size", "uncompress", "uuid", "verify-md5",
    ];

    public override void Configure() => Get(ResourcePath.Routes("/{id}/attachments/{name}").Concat(ResourcePath.Routes("/{id}/attachments/{name}/{operation}")).ToArray());

    public override async Task HandleAsync(CancellationToken ct)
    {
        var file = Level == ResourceLevel.Instance && Route<string>("name") is DicomAttachment.Name or "1" ? await queries.FileAsync(Id, ct) : null;
        if (file is null)
        {
            await NotAnsweredAsync();
            return;
        }

        await (Route<string>("operation", isRequired: false) switch
        {
            null or "" => AnswerAsync(json =>
            {
                json.WriteStartArray();
                foreach (var operation in s_operations) json.WriteStringValue(operation);
                json.WriteEndArray();
            }),
            "data" or "compressed-data" => AttachedBytes.AnswerAsync(HttpContext, file, files.Open(file)),
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
public sealed class VerifyAttachmentEndpoint(ResourceQueries queries, InstanceFiles files) : OrthancEndpoint
{
    public override void Configure() => Post("/instances/{id}/attachments/{name}/verify-md5");

    public override async Task HandleAsync(CancellationToken ct)
    {
        var file = Route<string>("name") is DicomAttachment.Name or "1" ? await queries.FileAsync(Id, ct) : null;
        if (file is null || !await IsIntactAsync(file, ct))
        {
            await NotAnsweredAsync();
            return;
        }

        await AnswerEmptyObjectAsync();
    }

    private async Task<bool> IsIntactAsync(InstanceFile file, CancellationToken ct)
    {
        try
        {
            await using var stream = files.Open(file);
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
