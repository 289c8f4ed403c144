using System.Text;
using EventDicom.Api.Errors;
using EventDicom.Api.Http;
using EventDicom.Domain.Errors;
using Microsoft.AspNetCore.Http;

namespace EventDicom.Api.Tests.Http;

public sealed class ReadingMultipartBodies
{
    private const string Head = "Content-Disposition: form-data; name=\"f\"\r\n\r\n";

    [Theory]
    [InlineData($"--B\r\n{Head}one\r\n--B\r\n{Head}two\r\n--B--\r\n", "one", "two")]
    [InlineData($"--B\r\n{Head}one\r\n--B--", "one")]
    [InlineData($"--B\r\n{Head}one\r\n--B", "one")]
    [InlineData($"--B\r\n{Head}one\r\n--B\r\n", "one")]
    [InlineData($"--B\r\n{Head}one\r\n--B--what follows is for nobody\r\n--B\r\n", "one")]
    [InlineData($"a preamble\r\nof two lines\r\n--B\r\n{Head}one\r\n--B--", "one")]
    [InlineData($"\r\n--B\r\n{Head}one\r\n--B--", "one")]
    [InlineData($"--B  \t\r\n{Head}one\r\n--B \r\n{Head}two\r\n--B--", "one", "two")]
    [InlineData("--B\r\n\r\nno headers\r\n--B--", "no headers")]
    [InlineData("--B\r\n\r\n--B--", "")]
    [InlineData($"--B\r\n{Head}\r\n--B--", "")]
    [InlineData($"--B\r\n{Head}\r\none\r\n\r\n--B--", "\r\none\r\n")]
    [InlineData($"--B\r\n{Head}\r\n-\r\n--\r\n--b\r\n--A\r\n--B--", "\r\n-\r\n--\r\n--b\r\n--A")]
    [InlineData("--B--")]
    [InlineData("--B")]
    public async Task gives_the_parts(string body, params string[] parts)
    {
        foreach (var piece in (int[])[1, 2, 7, 100_000]) (await ReadAsync(body, piece)).ShouldBe(parts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no form")]
    [InlineData($"--A\r\n{Head}one\r\n--A--")]
    [InlineData($"--B\r\n{Head}cut")]
    [InlineData($"--B\r\n{Head}cut\r\n--")]
    [InlineData("--B\r\nContent-Disp")]
    [InlineData("--B\r\nContent-Disposition: x\r\n")]
    [InlineData("--B\nContent-Disposition: x\n\none\n--B--")]
    [InlineData("--B\r\nContent-Disposition: x\n\none\r\n--B--")]
    [InlineData("--B\r\nContent-Disposition x\r\n\r\none\r\n--B--")]
    [InlineData("--B\r\n: x\r\n\r\none\r\n--B--")]
    [InlineData($"--B\r\n{Head}one\r\n--Bx\r\n{Head}two\r\n--B--")]
    [InlineData($"--B\r\n{Head}one\r\n--B\n{Head}two\r\n--B--")]
    [InlineData($"--B\r\n{Head}one\r\n--B-")]
    public async Task refuses_what_is_damaged(string body)
    {
        foreach (var piece in (int[])[1, 100_000])
            (await Should.ThrowAsync<OrthancException>(ReadAsync(body, piece))).HttpStatus.ShouldBe(400, $"in pieces of {piece}");
    }

    [Theory]
    [InlineData(16, 10, true)]
    [InlineData(17, 10, false)]
    [InlineData(2, 7_000, true)]
    [InlineData(2, 9_000, false)]
    [InlineData(1, 1_000_000, false)]
    public async Task bounds_the_headers(int count, int length, bool isTaken)
    {
        var headers = string.Concat(Enumerable.Range(0, count).Select(number => $"X-{number}: {new string('x', length)}\r\n"));
        var read = ReadAsync($"--B\r\n{headers}\r\none\r\n--B--", 100_000);

        if (isTaken) (await read).ShouldBe(["one"]);
        else (await Should.ThrowAsync<OrthancException>(read)).Error.ShouldBe(OrthancError.BadFileFormat);
    }

    [Fact]
    public async Task gives_long_parts_as_they_are()
    {
        var random = new Random(5);
        var bytes = new byte[700_001];
        random.NextBytes(bytes);
        for (var at = 0; at < bytes.Length - 8; at += 3571) "\r\n--C\r\n-"u8.CopyTo(bytes.AsSpan(at));
        var content = Encoding.Latin1.GetString(bytes);

        (await ReadAsync($"--B\r\n{Head}{content}\r\n--B\r\n{Head}two\r\n--B--", 1000)).ShouldBe([content, "two"]);
    }

    [Fact]
    public async Task passes_over_what_was_not_read_of_a_part()
    {
        var body = Body($"--B\r\n{Head}{new string('x', 200_000)}\r\n--B\r\nContent-Type: a/b\r\n\r\ntwo\r\n--B--",
            "multipart/form-data; boundary=\"B\"", 1000);
        await body.NextAsync(default);
        var second = (await body.NextAsync(default)).ShouldNotBeNull();

        second.Headers["content-type"].ShouldBe("a/b");
        (await body.NextAsync(default)).ShouldBeNull();
        body.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; boundary=\"\"")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public void refuses_a_type_without_boundary(string? type) =>
        Should.Throw<OrthancException>(() => Body("--B--", type, 100)).HttpStatus.ShouldBe(400);

    private static async Task<List<string>> ReadAsync(string text, int piece)
    {
        var body = Body(text, "multipart/form-data; boundary=B", piece);
        var parts = new List<string>();
        while (await body.NextAsync(default) is { } part)
        {
            using var copy = new MemoryStream();
            await part.Content.CopyToAsync(copy);
            parts.Add(Encoding.Latin1.GetString(copy.ToArray()));
        }
        return parts;
    }

    private static MultipartBody Body(string text, string? type, int piece) =>
        MultipartBody.Of(
            new DefaultHttpContext { Request = { ContentType = type,
                Body = new InPieces(Encoding.Latin1.GetBytes(text), piece) } }.Request);

    // A client whose bytes come a few at a time.
    private sealed class InPieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, piece)], cancellationToken);
    }
}
