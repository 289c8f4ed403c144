using System.Text.Json;
using EventDicom.Domain.Attachments;

namespace EventDicom.Api.Attachments;

/// <summary>What is known of an attachment, as Orthanc writes it: <c>/info</c>, and <c>Attachments</c> of what is found.</summary>
internal static class AttachmentInfo
{
    public static void Write(Utf8JsonWriter json, KeptAttachment attachment)
    {
        json.WriteStartObject();
        json.WriteString("CompressedMD5", attachment.Form.Md5);
        json.WriteNumber("CompressedSize", attachment.Form.Size);
        json.WriteNumber("ContentType", attachment.ContentType);
        json.WriteString("UncompressedMD5", attachment.Md5);
        json.WriteNumber("UncompressedSize", attachment.Size);
        json.WriteString("Uuid", attachment.FileUuid);
        json.WriteEndObject();
    }
}
