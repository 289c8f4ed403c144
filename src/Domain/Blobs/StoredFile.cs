namespace EventDicom.Domain.Blobs;

/// <summary>The file of an instance, as the archive knows it: what its bytes must be is known before it is opened.</summary>
/// <param name="Instance">Orthanc's identifier of the instance, to name it where the file is damaged.</param>
/// <param name="Sha256">Address of the bytes, lower-case hex.</param>
/// <param name="Size">Bytes; <c>null</c> where nobody wrote it down.</param>
public readonly record struct StoredFile(string Instance, string Sha256, long? Size)
{
    /// <summary>Name below the blob folder.</summary>
    public string Name => $"{Sha256.AsSpan(0, Math.Min(2, Sha256.Length))}/{Sha256}";
}
