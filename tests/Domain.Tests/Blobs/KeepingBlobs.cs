using System.Security.Cryptography;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Tests.Blobs;

public sealed class KeepingBlobs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventdicom-blobs-");

    private string Folder => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    private string[] Files() =>
        [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(DiskBlobStore.LargestInMemory)]
    [InlineData(DiskBlobStore.LargestInMemory + 1)]
    [InlineData(3_000_000)]
    public async Task gives_back_the_bytes_under_their_address(int length)
    {
        var store = new DiskBlobStore(Folder);
        var content = Content(length);

        using var blob = await store.ReceiveAsync(new MemoryStream(content), default);
        await store.KeepAsync([blob], default);

        blob.Bytes.Size.ShouldBe(length);
        blob.Bytes.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
        blob.Bytes.Md5.ShouldBe(Convert.ToHexStringLower(MD5.HashData(content)));
        Read(store, blob.Bytes.Sha256).ShouldBe(content);
    }

    [Fact]
    public async Task leaves_nothing_of_a_body_that_was_not_kept()
    {
        var store = new DiskBlobStore(Folder);
        (await store.ReceiveAsync(new MemoryStream(Content(3_000_000)), default)).Dispose();

        Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task leaves_nothing_of_a_body_that_broke_off()
    {
        var store = new DiskBlobStore(Folder);
        await Should.ThrowAsync<IOException>(() => store.ReceiveAsync(new BrokenOff(1_000_000), default));

        Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task writes_anew_what_a_crash_left_torn_under_the_same_address()
    {
        var store = new DiskBlobStore(Folder);
        var content = Content(1000);
        var address = Convert.ToHexStringLower(SHA256.HashData(content));
        await File.WriteAllBytesAsync(Path.Combine(Folder, address[..2], address), new byte[1000]);

        using var blob = await store.ReceiveAsync(new MemoryStream(content), default);
        await store.KeepAsync([blob], default);

        Read(store, address).ShouldBe(content);
    }

    [Fact]
    public void removes_what_an_earlier_version_left_half_received()
    {
        new DiskBlobStore(Folder).Dispose();
        File.WriteAllText(Path.Combine(Folder, "incoming", Guid.NewGuid().ToString("n")), "half");
        new DiskBlobStore(Folder).Dispose();

        Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task finds_again_what_had_lost_its_final_name_in_a_crash()
    {
        var store = new DiskBlobStore(Folder);
        using var blob = await store.ReceiveAsync(new MemoryStream(Content(1000)), default);
        await store.KeepAsync([blob], default);
        File.Delete(Path.Combine(Folder, blob.Bytes.Sha256[..2], blob.Bytes.Sha256));
        var crashed = new CrashedCopy(Folder); // nobody holds its locks

        using (var next = new DiskBlobStore(crashed.Folder)) Read(next, blob.Bytes.Sha256).ShouldBe(Content(1000));

        Directory.EnumerateFileSystemEntries(Path.Combine(crashed.Folder, "incoming")).ShouldBeEmpty();
        crashed.Dispose();
    }

    [Fact]
    public async Task settles_many_files_together()
    {
        var store = new DiskBlobStore(Folder);
        for (var i = 0; i < 4100; i += 100)
        {
            var blobs = new List<IncomingBlob>();
            for (var j = 0; j < 100; j++) blobs.Add(await store.ReceiveAsync(new MemoryStream(Content(i + j + 1)), default));
            await store.KeepAsync(blobs, default);
            blobs.ForEach(blob => blob.Dispose());
        }

        Directory.EnumerateFiles(Path.Combine(Folder, "incoming"), "*", SearchOption.AllDirectories).Count().ShouldBeLessThan(100);
        store.List(default).Count().ShouldBe(4100);
    }

    [Fact]
    public async Task notices_bytes_that_changed_where_it_verifies_on_read()
    {
        var store = new DiskBlobStore(Folder, verifyOnRead: true);
        using var blob = await store.ReceiveAsync(new MemoryStream(Content(1000)), default);
        await store.KeepAsync([blob], default);
        Read(store, blob.Bytes.Sha256).ShouldBe(Content(1000));

        var file = Path.Combine(Folder, blob.Bytes.Sha256[..2], blob.Bytes.Sha256);
        var rotten = Content(1000);
        rotten[500] ^= 1;
        await File.WriteAllBytesAsync(file, rotten);

        Should.Throw<DamagedFileException>(() => store.Open(new("i", blob.Bytes.Sha256, 1000))).Error.ShouldBe(OrthancError.CorruptedFile);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../etc/passwd")]
    [InlineData("ABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCD")]
    public void takes_nothing_for_an_address_that_is_none(string address) =>
        Should.Throw<ArgumentException>(() => new DiskBlobStore(Folder).Open(new("i", address, null)));

    [Fact]
    public async Task lists_and_removes()
    {
        var store = new DiskBlobStore(Folder);
        using var blob = await store.ReceiveAsync(new MemoryStream(Content(10)), default);
        await store.KeepAsync([blob], default);
        store.List(default).ShouldHaveSingleItem().Sha256.ShouldBe(blob.Bytes.Sha256);

        store.Remove(blob.Bytes.Sha256);
        store.Remove(blob.Bytes.Sha256);
        store.List(default).ShouldBeEmpty();
        Files().ShouldBeEmpty();
        Should.Throw<DamagedFileException>(() => store.Open(new("i", blob.Bytes.Sha256, 10))).Error.ShouldBe(OrthancError.InexistentFile);
    }

    private static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    private static byte[] Read(DiskBlobStore store, string address)
    {
        using var stream = store.Open(new("i", address, null));
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>A connection that is lost after some bytes.</summary>
    private sealed class BrokenOff(int after) : Stream
    {
        private int _left = after;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_left == 0) throw new IOException("The connection was lost");
            var read = Math.Min(count, _left);
            _left -= read;
            return read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
