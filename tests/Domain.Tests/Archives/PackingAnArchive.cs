using System.IO.Compression;
using System.IO.Hashing;
using EventDicom.Domain.Archives;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Streams;
using EventDicom.Domain.Tests.Zip;
using EventDicom.Domain.Zip;

namespace EventDicom.Domain.Tests.Archives;

public sealed class PackingAnArchive : IDisposable
{
    private const string ReadAll =
        """
        import sys, zipfile, zlib
        archive = zipfile.ZipFile(sys.argv[1])
        assert archive.comment == b'Created by Orthanc', archive.comment
        for entry in archive.infolist():
            crc = 0
            with archive.open(entry) as content:
                while block := content.read(1 << 20): crc = zlib.crc32(block, crc)
            print(entry.filename, entry.file_size, '%08x' % crc, entry.date_time[:5])
        """;

    private static readonly DateTimeOffset s_noon = new(2024, 2, 29, 12, 34, 57, TimeSpan.FromHours(1));

    private readonly TemporaryFolder _folder = new();
    private readonly SpoolFolder _spools;
    private readonly string _path;

    public PackingAnArchive() =>
        (_spools, _path) = (new(Path.Combine(_folder.Path, "spool"), DiskReserve.On(0)), Path.Combine(_folder.Path, "archive.zip"));

    public void Dispose() => _folder.Dispose();

    [ZipToolsFact]
    public async Task is_read_by_every_tool()
    {
        var noise = new byte[3_500_000];
        new Random(1).NextBytes(noise);
        var image = new byte[5_000_001];
        for (var i = 0; i < image.Length; i++) image[i] = (byte)(i * 7 / 1000 ^ noise[i % 1000] & 3);
        (string Name, byte[] Content)[] files =
        [
            ("a/empty.dcm", []),
            ("a/small.dcm", image[..12_000]),
            ("a/small noise.dcm", noise[..12_000]),
            ("b/whole.dcm", image[..ArchivePacker.Part]),
            ("b/whole noise.dcm", noise[..700_000]),
            ("c/parts.dcm", image),
            ("c/parts of noise.dcm", noise),
            ("c/repeated.dcm", [.. Enumerable.Repeat(noise[..256], 8_000).SelectMany(block => block)]),
            ("last.dcm", [1]),
        ];

        var length = await PackAsync(files);

        new FileInfo(_path).Length.ShouldBe(length);
        length.ShouldBeLessThan(files.Sum(file => file.Content.Length) * 4 / 5);
        ZipToolsFactAttribute.Run("unzip", "-tqq", _path).ShouldNotBeNull();
        ZipToolsFactAttribute.Run("python3", "-c", ReadAll, _path)!.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
            files.Select(file => $"{file.Name} {file.Content.Length} {Crc32.HashToUInt32(file.Content):x8} (2024, 2, 29, 12, 34)"));
        using var archive = ZipFile.OpenRead(_path);
        archive.Comment.ShouldBe("Created by Orthanc");
        foreach (var (name, content) in files)
        {
            using var read = new MemoryStream();
            await archive.GetEntry(name)!.Open().CopyToAsync(read);
            read.ToArray().ShouldBe(content, name);
        }
    }

    [ZipToolsFact]
    public async Task needs_zip64_for_more_entries_than_sixteen_bits_count()
    {
        const int Entries = 66_000;

        await PackAsync(Enumerable.Range(0, Entries).Select(number => ($"{number:D8}", Array.Empty<byte>())));

        ZipToolsFactAttribute.Run("unzip", "-tqq", _path).ShouldNotBeNull();
        ZipToolsFactAttribute.Run("python3", "-c", "import sys, zipfile; print(len(zipfile.ZipFile(sys.argv[1]).infolist()))", _path)
            .ShouldBe($"{Entries}\n");
        using var archive = ZipFile.OpenRead(_path);
        archive.Entries.Count.ShouldBe(Entries);
    }

    [ZipToolsFact]
    public async Task has_an_end_when_it_has_nothing_else()
    {
        (await PackAsync([])).ShouldBe(22 + ZipWriter.Comment.Length);

        ZipToolsFactAttribute.Run("python3", "-c", ReadAll, _path).ShouldBe("");
    }

    [ZipToolsFact(ifSet: "EVENTDICOM_LARGE_ARCHIVES")]
    public async Task needs_zip64_for_files_and_archives_beyond_four_gigabytes()
    {
        const long Five = 5L << 30;
        var entries = new ArchiveEntry[]
        {
            new("zeros", _ => new(new Repeated(Five, new byte[ArchivePacker.Part]))),
            new("noise", _ => new(new Repeated(Five, Noise()))),
            new("after", _ => new(new MemoryStream([1, 2, 3]))),
        };

        await using (var file = File.Create(_path))
            await ArchivePacker.PackAsync(entries.ToAsyncEnumerable(), file, s_noon, _spools, CancellationToken.None);

        new FileInfo(_path).Length.ShouldBeGreaterThan(Five);
        ZipToolsFactAttribute.Run("unzip", "-tqq", _path).ShouldNotBeNull();
        ZipToolsFactAttribute.Run("python3", "-c", ReadAll, _path)!.Split('\n')[2].ShouldStartWith("after 3 55bc801d");
        using var archive = ZipFile.OpenRead(_path);
        archive.Entries.Select(entry => entry.Length).ShouldBe([Five, Five, 3]);
    }

    [Fact]
    public async Task tells_of_each_file_in_order_once_it_is_written()
    {
        var written = new List<(int, long)>();
        var entries = Enumerable.Range(0, 50).Select(number =>
            new ArchiveEntry($"{number}", async ct =>
            {
                await Task.Delay(number % 3, ct);
                return new MemoryStream(new byte[number]);
            }) { Written = size => written.Add((number, size)) });

        await ArchivePacker.PackAsync(entries.ToAsyncEnumerable(), Stream.Null, s_noon, _spools, CancellationToken.None);

        written.ShouldBe(Enumerable.Range(0, 50).Select(number => (number, (long)number)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public async Task ends_with_the_error_of_a_file_that_cannot_be_opened(int broken)
    {
        var opened = new List<WatchedStream>();
        var entries = Enumerable.Range(0, 100).Select(number => new ArchiveEntry($"{number}", _ =>
        {
            if (number == broken) throw new FileNotFoundException();
            var stream = new WatchedStream(number % 10 == 0 ? 2 * ArchivePacker.Part : 1000);
            lock (opened) opened.Add(stream);
            return new(stream);
        }));

        await Should.ThrowAsync<FileNotFoundException>(() =>
            ArchivePacker.PackAsync(entries.ToAsyncEnumerable(), Stream.Null, s_noon, _spools, CancellationToken.None));

        opened.ShouldAllBe(stream => stream.IsClosed);
        opened.Count.ShouldBeLessThan(broken + 30);
    }

    [Fact]
    public async Task ends_with_the_error_of_the_list_of_files()
    {
        async IAsyncEnumerable<ArchiveEntry> Broken()
        {
            yield return new("first", _ => new(new MemoryStream([1])));
            await Task.Yield();
            throw new InvalidDataException();
        }

        await Should.ThrowAsync<InvalidDataException>(() =>
            ArchivePacker.PackAsync(Broken(), Stream.Null, s_noon, _spools, CancellationToken.None));
    }

    [Fact]
    public async Task stops_when_nobody_wants_it_any_more()
    {
        using var gone = new CancellationTokenSource();
        var opened = new List<WatchedStream>();
        var entries = Enumerable.Range(0, 1000).Select(number => new ArchiveEntry($"{number}", _ =>
        {
            if (number == 20) gone.Cancel();
            var stream = new WatchedStream(number == 10 ? 100 * ArchivePacker.Part : 1000);
            lock (opened) opened.Add(stream);
            return new(stream);
        }));

        await Should.ThrowAsync<OperationCanceledException>(() =>
            ArchivePacker.PackAsync(entries.ToAsyncEnumerable(), Stream.Null, s_noon, _spools, gone.Token));

        opened.ShouldAllBe(stream => stream.IsClosed);
        opened.Count.ShouldBeLessThan(60);
    }

    private async Task<long> PackAsync(IEnumerable<(string Name, byte[] Content)> files)
    {
        await using var file = File.Create(_path);
        return await ArchivePacker.PackAsync(
            files.Select(entry => new ArchiveEntry(entry.Name, _ => new(new MemoryStream(entry.Content)))).ToAsyncEnumerable(), file,
            s_noon, _spools, CancellationToken.None);
    }

    private static byte[] Noise()
    {
        var noise = new byte[ArchivePacker.Part];
        new Random(2).NextBytes(noise);
        return noise;
    }

    private sealed class WatchedStream(int length) : MemoryStream(new byte[length])
    {
        public bool IsClosed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }
}
