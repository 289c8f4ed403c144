using EventDicom.Domain.Blobs;
using EventDicom.Domain.Jobs.Outputs;

namespace EventDicom.Domain.Tests.Jobs;

public sealed class KeepingOutputs : IDisposable
{
    private const string One = "00000000-0000-0000-0000-000000000001", Two = "00000000-0000-0000-0000-000000000002",
        Three = "00000000-0000-0000-0000-000000000003";

    // Each looks like something of the server's, and is not.
    private static readonly string[] s_foreign =
        ["README", "README.txt", "notes.part", "backup.archive.part", $"{One}", $"{One}.", $"{One}.tar.gz", $"{One}.a b", ".archive",
            "x.archive", $"{One[..^1]}.archive", $"{One}.archive.bak"];

    private long _free = long.MaxValue / 2;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"outputs-{Guid.NewGuid():N}");

    private long Used => Directory.Exists(_folder) ? new DirectoryInfo(_folder).EnumerateFiles().Sum(file => file.Length) : 0;

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private JobOutputs Outputs(int most) => new(_folder, most, new(1, () => [(_free - Used, 100)], TimeProvider.System));

    private static Task Write(JobOutputs outputs, string job, string text) =>
        outputs.WriteAsync(job, "archive", stream => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text)).AsTask(), default);

    private static string? Read(JobOutputs outputs, string job)
    {
        using var file = outputs.Open(job, "archive");
        return file is null ? null : new StreamReader(file).ReadToEnd();
    }

    [Fact]
    public async Task gives_back_what_was_written()
    {
        var outputs = Outputs(1);
        await Write(outputs, One, "first");
        await Write(outputs, One, "again");

        Read(outputs, One).ShouldBe("again");
        outputs.Drop(One, "archive").ShouldBeTrue();
        outputs.Drop(One, "archive").ShouldBeFalse();
        Read(outputs, One).ShouldBeNull();
    }

    [Fact]
    public async Task keeps_no_more_than_it_may()
    {
        var outputs = Outputs(2);
        foreach (var job in (string[])[One, Two, Three])
        {
            await Write(outputs, job, job);
            if (File.Exists(Path.Combine(_folder, $"{One}.archive")))
                File.SetLastWriteTimeUtc(Path.Combine(_folder, $"{One}.archive"), DateTime.UtcNow.AddMinutes(-1));
        }

        Read(outputs, One).ShouldBeNull();
        Read(outputs, Two).ShouldBe(Two);
        Read(outputs, Three).ShouldBe(Three);
    }

    [Fact]
    public async Task removes_at_a_start_what_a_crash_left_unfinished()
    {
        await Write(Outputs(1), One, "whole");
        File.WriteAllText(Path.Combine(_folder, $"{Two}.archive.part"), "half");

        Read(Outputs(1), One).ShouldBe("whole");

        Directory.EnumerateFiles(_folder).Select(Path.GetFileName).ShouldBe([$"{One}.archive"]);
    }

    [Fact]
    public async Task leaves_nothing_of_what_could_not_be_written_whole()
    {
        var outputs = Outputs(1);
        await Should.ThrowAsync<IOException>(() => outputs.WriteAsync(One, "archive", async stream =>
        {
            await stream.WriteAsync(new byte[10]);
            throw new IOException("full");
        }, default));

        Directory.EnumerateFiles(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task neither_counts_nor_removes_files_of_other_names()
    {
        Directory.CreateDirectory(_folder);
        foreach (var name in s_foreign)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, name), "foreign");
            // the newest, or the oldest
            File.SetLastWriteTimeUtc(Path.Combine(_folder, name), DateTime.UtcNow.AddDays(name.Length % 2 == 0 ? 1 : -1));
        }

        var outputs = Outputs(2);
        await Write(outputs, One, "first");
        await Write(outputs, Two, "second");
        Read(outputs, One).ShouldBe("first");
        outputs.DropAll(One);
        await Write(outputs, Three, "third");

        Read(outputs, One).ShouldBeNull();
        Read(outputs, Two).ShouldBe("second");
        Directory.EnumerateFiles(_folder).Select(Path.GetFileName)
            .ShouldBe([.. s_foreign, $"{Two}.archive", $"{Three}.archive"], ignoreOrder: true);
    }

    [Fact]
    public async Task leaves_nothing_of_what_would_come_out_of_the_reserve()
    {
        _free = 3 << 20;
        var outputs = Outputs(0);
        await Write(outputs, One, "small");

        await Should.ThrowAsync<DiskReserveException>(() => outputs.WriteAsync(Two, "archive", async stream =>
        {
            for (var piece = 0; piece < 10; piece++) await stream.WriteAsync(new byte[1 << 20]);
        }, default));

        Directory.EnumerateFiles(_folder).Select(Path.GetFileName).ShouldBe([$"{One}.archive"]);
        Read(outputs, One).ShouldBe("small");
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("")]
    [InlineData("a.b")]
    public void opens_nothing_outside(string key)
    {
        var outputs = Outputs(1);

        outputs.Open(One, key).ShouldBeNull();
        outputs.Open(key, "archive").ShouldBeNull();
        outputs.Drop(One, key).ShouldBeFalse();
    }
}
