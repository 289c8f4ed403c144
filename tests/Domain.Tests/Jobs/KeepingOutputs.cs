using EventDicom.Domain.Jobs;

namespace EventDicom.Domain.Tests.Jobs;

public sealed class KeepingOutputs : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"outputs-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

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
        var outputs = new JobOutputs(_folder, 1);
        await Write(outputs, "one", "first");
        await Write(outputs, "one", "again");

        Read(outputs, "one").ShouldBe("again");
        outputs.Drop("one", "archive").ShouldBeTrue();
        outputs.Drop("one", "archive").ShouldBeFalse();
        Read(outputs, "one").ShouldBeNull();
    }

    [Fact]
    public async Task keeps_no_more_than_it_may()
    {
        var outputs = new JobOutputs(_folder, 2);
        foreach (var job in (string[])["a", "b", "c"])
        {
            await Write(outputs, job, job);
            if (File.Exists(Path.Combine(_folder, "a.archive"))) File.SetLastWriteTimeUtc(Path.Combine(_folder, "a.archive"), DateTime.UtcNow.AddMinutes(-1));
        }

        Read(outputs, "a").ShouldBeNull();
        Read(outputs, "b").ShouldBe("b");
        Read(outputs, "c").ShouldBe("c");
    }

    [Fact]
    public async Task removes_at_a_start_what_a_crash_left_unfinished()
    {
        await Write(new(_folder, 1), "one", "whole");
        File.WriteAllText(Path.Combine(_folder, "two.archive.part"), "half");

        Read(new(_folder, 1), "one").ShouldBe("whole");

        Directory.EnumerateFiles(_folder).Select(Path.GetFileName).ShouldBe(["one.archive"]);
    }

    [Fact]
    public async Task leaves_nothing_of_what_could_not_be_written_whole()
    {
        var outputs = new JobOutputs(_folder, 1);
        await Should.ThrowAsync<IOException>(() => outputs.WriteAsync("one", "archive", async stream =>
        {
            await stream.WriteAsync(new byte[10]);
            throw new IOException("full");
        }, default));

        Directory.EnumerateFiles(_folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("")]
    [InlineData("a.b")]
    public void opens_nothing_outside(string key)
    {
        var outputs = new JobOutputs(_folder, 1);

        outputs.Open("one", key).ShouldBeNull();
        outputs.Open(key, "archive").ShouldBeNull();
        outputs.Drop("one", key).ShouldBeFalse();
    }
}
