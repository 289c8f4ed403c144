using EventDicom.Domain.Blobs;

namespace EventDicom.Domain.Tests.Blobs;

/// <summary>Several servers on one blob folder, of which some have crashed, and whatever else lies there.</summary>
public sealed class SharingAFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventdicom-blobs-");

    private string Folder => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task leaves_alone_what_another_is_receiving_and_has_not_settled()
    {
        using var first = new DiskBlobStore(Folder);
        using var kept = await first.ReceiveAsync(new MemoryStream(new byte[1000]), default);
        await first.KeepAsync([kept], default);
        using var halfway = new Halfway();
        var receiving = first.ReceiveAsync(halfway, default);
        await halfway.Reached;
        var before = Files("incoming");
        before.Length.ShouldBe(3, "the lock, an unsettled file and one on its way");

        using (var second = new DiskBlobStore(Folder)) Files("incoming").Intersect(before).ShouldBe(before, ignoreOrder: true);

        halfway.GoOn();
        using var large = await receiving;
        await first.KeepAsync([large], default);
        using var stored = first.Open(new("i", large.Bytes.Sha256, large.Bytes.Size), verify: true);
    }

    [Fact]
    public async Task settles_what_one_that_ended_has_left()
    {
        using var first = new DiskBlobStore(Folder);
        using var kept = await first.ReceiveAsync(new MemoryStream(new byte[1000]), default);
        await first.KeepAsync([kept], default);
        using var half = await first.ReceiveAsync(new MemoryStream(new byte[1_000_000]), default);
        using var crashed = new CrashedCopy(Folder);
        File.Delete(Path.Combine(crashed.Folder, kept.Bytes.Sha256[..2], kept.Bytes.Sha256));

        using (var second = new DiskBlobStore(crashed.Folder)) second.Open(new("i", kept.Bytes.Sha256, 1000), verify: true).Dispose();

        Directory.EnumerateFileSystemEntries(Path.Combine(crashed.Folder, "incoming")).ShouldBeEmpty();
    }

    [Fact]
    public async Task sets_aside_what_a_crash_tore_instead_of_removing_it()
    {
        using var first = new DiskBlobStore(Folder);
        using var kept = await first.ReceiveAsync(new MemoryStream(new byte[1000]), default);
        await first.KeepAsync([kept], default);
        using var crashed = new CrashedCopy(Folder);
        var name = kept.Bytes.Sha256;
        await File.WriteAllBytesAsync(Directory.EnumerateFiles(Path.Combine(crashed.Folder, "incoming"), name, SearchOption.AllDirectories)
            .Single(), new byte[999]);

        using var second = new DiskBlobStore(crashed.Folder);

        second.Open(new("i", name, 1000), verify: true).Dispose(); // the final name had other bytes
        Directory.EnumerateFiles(Path.Combine(crashed.Folder, "orphans"), name, SearchOption.AllDirectories).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task passes_over_foreign_names_and_names_each_once()
    {
        var log = new Lines();
        using (var store = new DiskBlobStore(Folder))
        {
            using var blob = await store.ReceiveAsync(new MemoryStream(new byte[10]), default);
            await store.KeepAsync([blob], default);
        }
        var address = new string('a', 64);
        string[] foreign = ["README", "00/.nfs0000000000012345", "00/.ab12.Xy7z1Q", $"00/{address}", "incoming/README",
            "orphans/later/x", "notes/x"];
        foreach (var name in foreign)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Folder, name))!);
            await File.WriteAllTextAsync(Path.Combine(Folder, name), "foreign");
        }
        Directory.CreateDirectory(Path.Combine(Folder, "aa", address));

        using var next = new DiskBlobStore(Folder, logger: log);
        for (var round = 0; round < 2; round++)
        {
            next.List(default).Count().ShouldBe(1);
            next.DropSetAside(DateOnly.MaxValue).ShouldBe(0);
        }

        foreach (var name in foreign) File.Exists(Path.Combine(Folder, name)).ShouldBeTrue(name);
        string[] named = ["README", "00/.nfs0000000000012345", "00/.ab12.Xy7z1Q", $"00/{address}", "incoming/README", "orphans/later",
            "notes", $"aa/{address}"];
        log.Texts.Select(text => text.Split(' ')[0]).ShouldBe(named, ignoreOrder: true);
    }

    [Fact]
    public async Task keeps_what_was_set_aside_until_its_day()
    {
        using var store = new DiskBlobStore(Folder);
        using var blob = await store.ReceiveAsync(new MemoryStream(new byte[10]), default);
        await store.KeepAsync([blob], default);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);

        store.SetAside(blob.Bytes.Sha256).ShouldBeTrue();
        store.SetAside(blob.Bytes.Sha256).ShouldBeFalse();
        store.List(default).ShouldBeEmpty();

        store.DropSetAside(today.AddDays(-2)).ShouldBe(0);
        Directory.EnumerateFiles(Path.Combine(Folder, "orphans"), blob.Bytes.Sha256, SearchOption.AllDirectories).ShouldHaveSingleItem();
        store.DropSetAside(today.AddDays(1)).ShouldBe(1);
        Directory.EnumerateFileSystemEntries(Path.Combine(Folder, "orphans")).ShouldBeEmpty();
    }

    private string[] Files(string folder) => Directory.GetFiles(Path.Combine(Folder, folder), "*", SearchOption.AllDirectories);

    /// <summary>A body that stops in the middle until it is told to go on.</summary>
    private sealed class Halfway : MemoryStream
    {
        private readonly TaskCompletionSource _reached = new(), _goOn = new();

        public Halfway() : base(new byte[1_000_000])
        {
        }

        public Task Reached => _reached.Task;

        public void GoOn() => _goOn.SetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position > 500_000)
            {
                _reached.TrySetResult();
                await _goOn.Task.WaitAsync(cancellationToken);
            }
            return await base.ReadAsync(buffer[..Math.Min(buffer.Length, 50_000)], cancellationToken);
        }
    }
}
