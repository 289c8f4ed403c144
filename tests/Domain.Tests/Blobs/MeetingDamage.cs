using EventDicom.Domain.Blobs;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Tests.Blobs;

/// <summary>A stored file that is not what was stored any more, and the same bytes coming again.</summary>
public sealed class MeetingDamage : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventdicom-blobs-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("missing", 1000, OrthancError.InexistentFile)]
    [InlineData("cut", 1000, OrthancError.CorruptedFile)]
    [InlineData("longer", 1000, OrthancError.CorruptedFile)]
    [InlineData("flipped", 1000, OrthancError.CorruptedFile)]
    [InlineData("missing", 1_000_000, OrthancError.InexistentFile)]
    [InlineData("cut", 1_000_000, OrthancError.CorruptedFile)]
    [InlineData("flipped", 1_000_000, OrthancError.CorruptedFile)]
    public async Task names_the_instance_and_the_file_and_is_healed_by_the_same_bytes(string damage, int size, OrthancError error)
    {
        using var store = new DiskBlobStore(_folder.FullName);
        var content = new byte[size];
        new Random(size).NextBytes(content);
        var sha256 = await KeepAsync(store, content, anew: false);
        var path = Path.Combine(_folder.FullName, sha256[..2], sha256);
        Damage(path, damage);
        var file = new StoredFile("an-instance", sha256, size);

        var met = Should.Throw<DamagedFileException>(() => store.Open(file, verify: damage == "flipped"));

        met.Error.ShouldBe(error);
        met.Message.ShouldContain($"{sha256[..2]}/{sha256} of instance an-instance");
        met.Message.ShouldNotContain(_folder.FullName);

        await KeepAsync(store, content, anew: damage == "flipped");
        store.Open(file, verify: true).Dispose();
    }

    internal static void Damage(string path, string damage)
    {
        if (damage == "missing")
        {
            File.Delete(path);
            return;
        }
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        var length = RandomAccess.GetLength(file);
        if (damage == "cut") RandomAccess.SetLength(file, length / 2);
        else RandomAccess.Write(file, "damage"u8, damage == "flipped" ? length / 2 : length);
    }

    private static async Task<string> KeepAsync(DiskBlobStore store, byte[] content, bool anew)
    {
        using var blob = await store.ReceiveAsync(new MemoryStream(content), default);
        await store.KeepAsync([blob], default, anew);
        return blob.Bytes.Sha256;
    }
}
