using System.Security.Cryptography;

namespace EventDicom.Api.Tests.Blobs;

/// <summary>The stored file of an instance, where a test does to it what disks and people do.</summary>
internal sealed record BlobFiles(string Folder, byte[] Content)
{
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Content));

    /// <summary>As the server names it.</summary>
    public string Name => $"{Sha256[..2]}/{Sha256}";

    public string Path => System.IO.Path.Combine(Folder, Sha256[..2], Sha256);

    public void Damage(string how)
    {
        if (how == "missing")
        {
            File.Delete(Path);
            return;
        }
        using var file = File.OpenHandle(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        var length = RandomAccess.GetLength(file);
        if (how == "garbled") RandomAccess.Write(file, Enumerable.Repeat((byte)0xff, 300).ToArray(), 150); // no data set any more
        else if (how == "cut") RandomAccess.SetLength(file, length / 2);
        else RandomAccess.Write(file, "damage"u8, how == "flipped" ? length - 20 : length);
    }

    public bool IsWhole => File.Exists(Path) && File.ReadAllBytes(Path).AsSpan().SequenceEqual(Content);
}
