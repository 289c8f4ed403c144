using System.IO.Compression;
using System.Text;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Images;

public sealed class DecodingMuchAtOnce(CrampedServer server) : IClassFixture<CrampedServer>
{
    private const int Rounds = 4;
    private const string Rle = "1.2.840.10008.1.2.5";

    [LocalPostgresFact]
    public async Task lets_all_succeed_within_the_memory_that_there_is()
    {
        // Two megabytes of frames, of which a few fit together, and eight in one that never fits: it must be alone.
        var small = SyntheticInstance.Create(1).WithImage(512, 512, frames: 4);
        var large = SyntheticInstance.Create(2).WithImage(2048, 2048);
        Func<Task>[] requests = [.. await AskingForAsync(small, 4), .. await AskingForAsync(large, 1)];

        await Task.WhenAll(Enumerable.Range(0, Rounds * requests.Length).Select(number => requests[number % requests.Length]()));

        server.Limiter.Peak.ShouldBe(server.Limiter.Capacity);
        server.Spools.ShouldBeEmpty();
    }

    [LocalPostgresFact]
    public async Task does_not_wait_for_clients_that_do_not_read()
    {
        var image = $"/instances/{(await server.UploadAsync(SyntheticInstance.Create(3).WithImage(2048, 2048, frames: 4))).Text("ID")}";
        var stuck = new List<HttpResponseMessage>();
        foreach (var path in new[] { "numpy", "numpy?compress=1", "matlab", "frames/1/raw", "frames/1/raw.gz", $"file?transcode={Rle}",
            "preview", "rendered?width=4000&height=4000" })
            stuck.Add(await server.Http.GetAsync(new Uri($"{image}/{path}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead));

        stuck.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        // Which none of the others leaves room for, if it is still inside
        (await server.BytesAsync($"{image}/frames/3/numpy?rescale=0")).Length.ShouldBe(128 + (2048 * 2048 * 2));
        foreach (var answer in stuck) answer.Dispose();
    }

    [LocalPostgresFact]
    public async Task refuses_what_no_machine_like_this_could_hold()
    {
        var image = $"/instances/{(await server.UploadAsync(SyntheticInstance.Create(4).WithImage(16, 16))).Text("ID")}";

        var (status, error, _) = await SharedServer.RefusalAsync(
            server.Http.GetAsync(new Uri($"{image}/rendered?width=9000&height=9000", UriKind.Relative)));

        (status, error).ShouldBe((HttpStatusCode.RequestEntityTooLarge, 4));
        (await server.BytesAsync($"{image}/rendered?width=90&height=90")).ShouldNotBeEmpty();
    }

    private async Task<IEnumerable<Func<Task>>> AskingForAsync(SyntheticInstance instance, int frames)
    {
        var pixels = PixelsOf(instance.ToBytes());
        var stored = await server.UploadAsync(instance);
        var (image, series) = ($"/instances/{stored.Text("ID")}", $"/series/{stored.Text("ParentSeries")}");
        return
        [
            async () => Same((await server.BytesAsync($"{image}/numpy?rescale=0"))[128..], pixels),
            async () => Same(Unzip(await server.BytesAsync($"{image}/numpy?rescale=0&compress=1"))[128..], pixels),
            async () => Encoding.ASCII.GetString(await server.BytesAsync($"{image}/matlab")).ShouldEndWith(" ])"),
            async () => Same(await server.BytesAsync($"{image}/frames/0/raw"), pixels[..(pixels.Length / frames)]),
            async () => PngDecoder.Decode(await server.BytesAsync($"{image}/rendered?width=64")).Width.ShouldBe(64),
            async () => Same(PixelsOf(await server.BytesAsync($"{image}/file?transcode={Rle}")), pixels),
            async () => Same(PixelsOf(Unzip(await server.BytesAsync($"{series}/archive?transcode={Rle}"))), pixels),
            async () => Same(PixelsOf(await server.BytesAsync($"{image}/modify", $$"""{"Transcode":"{{Rle}}"}""")), pixels),
            async () =>
                JsonElement.Parse(await server.BytesAsync($"{series}/modify", $$"""{"Transcode":"{{Rle}}"}""")).Text("Path")
                .ShouldStartWith("/series/"),
        ];
    }

    // Shouldly looks at one byte after the other, which takes seconds for millions of them.
    private static void Same(byte[] actual, byte[] expected) => actual.AsSpan().SequenceEqual(expected).ShouldBeTrue();

    private static byte[] PixelsOf(byte[] bytes)
    {
        var pixels = DicomPixelData.Create(DicomFile.Open(bytes));
        using var all = new MemoryStream();
        for (var frame = 0; frame < pixels.NumberOfFrames; frame++) all.Write(pixels.DecodeFrame(frame).Samples.Span);
        return all.ToArray();
    }

    private static byte[] Unzip(byte[] bytes)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes));
        using var content = archive.Entries.ShouldHaveSingleItem().Open();
        using var unzipped = new MemoryStream();
        content.CopyTo(unzipped);
        return unzipped.ToArray();
    }
}
