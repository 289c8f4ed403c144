using EventDicom.Domain.Archives;

namespace EventDicom.Domain.Tests.Archives;

public sealed class PuttingBytesAside : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SpoolFolder _spools;

    public PuttingBytesAside() => _spools = new(_folder.Path);

    private string[] Files => Directory.GetFiles(_folder.Path);

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
        var foreign = Path.Combine(_folder.Path, "README.txt");
        File.WriteAllText(Path.Combine(_folder.Path, Path.GetRandomFileName()), "bytes");
        File.WriteAllText(foreign, "bytes");

        _ = new SpoolFolder(_folder.Path);

        Files.ShouldBe([foreign]);
    }
}
