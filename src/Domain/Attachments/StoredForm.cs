namespace EventDicom.Domain.Attachments;

/// <summary>How the content of an attachment lies in the store: as it came, or compressed.</summary>
/// <param name="Sha256">Address of the file, lower-case hex.</param>
/// <param name="FileSize">Bytes of the file; of a user's attachment the last <see cref="MarkedContent.MarkLength"/> of them are its
/// mark.</param>
/// <param name="Size">Bytes of the content as it lies there.</param>
/// <param name="Md5">Of these, lower-case hex.</param>
public sealed record StoredForm(string Sha256, long FileSize, long Size, string Md5, bool IsCompressed);
