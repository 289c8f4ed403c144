namespace EventDicom.Domain.Blobs;

/// <summary>The file of an instance, or of an attachment, as the archive knows it: what its bytes must be is known before it is
/// opened.</summary>
/// <param name="Instance">Orthanc's identifier of the instance, or of the resource that has the attachment: to name it where the file is
/// damaged, and to find the form of the file.</param>
/// <param name="Sha256">Address of the bytes, lower-case hex.</param>
/// <param name="Size">Bytes; <c>null</c> where nobody wrote it down.</param>
/// <param name="Level">Of the resource.</param>
public readonly record struct StoredFile(string Instance, string Sha256, long? Size, ResourceLevel Level = ResourceLevel.Instance)
{
    /// <summary>Name below the blob folder.</summary>
    public string Name => $"{Sha256.AsSpan(0, Math.Min(2, Sha256.Length))}/{Sha256}";
}
