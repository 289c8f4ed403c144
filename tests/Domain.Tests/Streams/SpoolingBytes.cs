using EventDicom.Domain.Blobs;
using EventDicom.Domain.Streams;

namespace EventDicom.Domain.Tests.Streams;

public sealed class SpoolingBytes : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SpoolFolder _spools;
    private long _free = long.MaxValue / 2;

    public SpoolingBytes() => _spools = Spools();

    private string[] Files => Directory.GetFiles(_folder.Path);

    private long Used => Directory.Exists(_folder.Path) ? new DirectoryInfo(_folder.Path).EnumerateFiles().Sum(file => file.Length) : 0;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1000, 0)]
    [InlineData(10, 1)]
    [InlineData(0, 1)]
    public async Task gives_them_back_from_memory_or_file_alike(int inMemory, int files)
    {
        using (var spool = _spools.Open(inMemory))
        {
            spool.Write([1, 2, 3, 4, 5, 6]);
            await spool.WriteAsync(new byte[] { 7, 8, 9, 10, 11, 12 });
            spool.Position = 2;
            spool.Write([33]);
            spool.Position = 0;

            using var read = new MemoryStream();
            await spool.CopyToAsync(read);
            read.ToArray().ShouldBe([1, 2, 33, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
            Files.Length.ShouldBe(files);
        }

        Files.ShouldBeEmpty();
    }

    [Fact]
    public void can_be_used_again()
    {
        using var spool = _spools.Open(inMemory: 4);
        spool.Write([1, 2, 3, 4, 5]);
        spool.SetLength(0);
        spool.Write([6]);
        spool.Position = 0;

        var read = new byte[5];
        spool.ReadAtLeast(read, 5, throwOnEndOfStream: false).ShouldBe(1);
        read[0].ShouldBe((byte)6);
    }

    [Fact]
    public void lets_nobody_else_read_them()
    {
        if (OperatingSystem.IsWindows()) return;
        using var spool = _spools.Open(inMemory: 0);
        spool.Write([1]);
        File.GetUnixFileMode(Files.ShouldHaveSingleItem()).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void removes_what_a_crash_left_there_and_nothing_else()
    {
        string[] foreign = ["README.txt", "database.bak", "abcdefgh.ijk", "notes.spool", $"{Guid.NewGuid():N}",
            $"{Guid.NewGuid():N}.spool.txt"];
        foreach (var name in foreign) File.WriteAllText(Path.Combine(_folder.Path, name), "bytes");
        using (var crashed = _spools.Open(inMemory: 0))
        {
            crashed.Write([1]);
            var left = Files.Select(file => Path.GetFileName(file)!).Except(foreign).ShouldHaveSingleItem();

            _ = Spools();

            File.Exists(Path.Combine(_folder.Path, left)).ShouldBeFalse();
        }
        Files.Select(Path.GetFileName).ShouldBe(foreign, ignoreOrder: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 20)]
    public void leaves_nothing_of_what_would_come_out_of_the_reserve(int inMemory)
    {
        _free = 3 << 20;
        using (var spool = _spools.Open(inMemory))
            Should.Throw<DiskReserveException>(() =>
            {
                for (var piece = 0; piece < 10; piece++) spool.Write(new byte[1 << 20]);
            }).HResult.ShouldBe(28);

        Files.ShouldBeEmpty();
    }

    private SpoolFolder Spools() => new(_folder.Path, new(1, () => [(_free - Used, 100)], TimeProvider.System));
}
