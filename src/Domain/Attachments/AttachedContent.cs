namespace EventDicom.Domain.Attachments;

/// <summary>What was received to be attached, and how it is about to be stored.</summary>
/// <param name="Size">Bytes as they came.</param>
/// <param name="Md5">Of these, lower-case hex.</param>
public sealed record AttachedContent(Guid FileUuid, long Size, string Md5, StoredForm Form);
