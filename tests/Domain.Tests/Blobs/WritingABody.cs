using System.Security.Cryptography;
using EventDicom.Domain.Blobs;

namespace EventDicom.Domain.Tests.Blobs;

public sealed class WritingABody : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventdicom-blobs-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(100_000, 777)]
    [InlineData(DiskBlobStore.LargestInMemory, 4096)]
    [InlineData(DiskBlobStore.LargestInMemory + 1, 4096)]
    [InlineData(3_000_000, 65_536)]
    [InlineData(3_000_000, 3_000_000)]
    public void takes_what_is_written_in_pieces_of_any_size(int length, int piece)
    {
        var body = new byte[length];
        new Random(1).NextBytes(body);
        var store = new DiskBlobStore(_folder.FullName);

        using var blob = store.Receive(stream =>
        {
            for (var position = 0; position < length; position += piece)
                stream.Write(body.AsSpan(position, Math.Min(piece, length - position)));
        });

        blob.Bytes.Size.ShouldBe(length);
        blob.Bytes.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(body)));
#pragma warning disable CA5351 // What Orthanc's clients ask for
        blob.Bytes.Md5.ShouldBe(Convert.ToHexStringLower(MD5.HashData(body)));
#pragma warning restore CA5351
        (blob.Memory is null).ShouldBe(length > DiskBlobStore.LargestInMemory);
        using var content = new MemoryStream();
        using (var file = blob.OpenFile()) file.CopyTo(content);
        content.ToArray().ShouldBe(body);
    }

    [Fact]
    public async Task keeps_it_under_its_address()
    {
        var store = new DiskBlobStore(_folder.FullName);
        using var blob = store.Receive(stream => stream.Write(new byte[1_000_000]));

        await store.KeepAsync([blob], CancellationToken.None);

        using var kept = store.Open(new("i", blob.Bytes.Sha256, 1_000_000));
        kept.Length.ShouldBe(1_000_000);
    }

    [Fact]
    public void leaves_nothing_behind_when_the_writer_fails()
    {
        var store = new DiskBlobStore(_folder.FullName);

        Should.Throw<InvalidDataException>(() => store.Receive(stream =>
        {
            stream.Write(new byte[1_000_000]);
            throw new InvalidDataException();
        }));

        _folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Extension != ".lock").ShouldBeEmpty();
    }
}
