using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Blobs;

public sealed partial class RemovingBytes
{
    [PostgresFact]
    public async Task removes_nothing_that_is_attached_until_the_events_say_that_it_went()
    {
        var dicom = SyntheticInstance.Create(1).ToBytes();
        var stored = await _server.UploadAsync(SyntheticInstance.Create(1));
        string[] paths = [$"/patients/{stored.Text("ParentPatient")}", $"/series/{stored.Text("ParentSeries")}",
            $"/instances/{stored.Text("ID")}"];
        foreach (var path in paths) await SendAsync(HttpMethod.Put, $"{path}/attachments/1024");
        var files = Files();
        files.Count.ShouldBe(4);

        await ExecuteAsync("update views.blobs set named_by = 0, released_at = now() - interval '40 days'");
        await Purge().RunAsync(default);
        Files().ShouldBe(files, "whatever the view says");
        await ExecuteAsync("update views.blobs set named_by = 1, released_at = null");

        await ExecuteAsync("create table kept as select * from views.blobs; delete from views.blobs where size < 100");
        foreach (var file in Paths()) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-1));
        await Sweep().RunAsync(default);
        Files().ShouldBe(files, "whatever the view lacks");
        await ExecuteAsync("delete from views.blobs; insert into views.blobs select * from kept");

        await SendAsync(HttpMethod.Put, $"{paths[0]}/attachments/1024"); // in place of the first
        Files().Count.ShouldBe(5);
        await Purge().RunAsync(default);
        Files().Count.ShouldBe(4);
        Files().Except(files).Count().ShouldBe(1);

        await SendAsync(HttpMethod.Post, $"{paths[2]}/attachments/dicom/compress");
        await Purge().RunAsync(default);
        Files().Count.ShouldBe(4);
        File.Exists(new BlobFiles(_server.BlobFolder, dicom).Path).ShouldBeFalse();
        (await _server.Http.GetByteArrayAsync(new Uri($"{paths[2]}/file", UriKind.Relative))).ShouldBe(dicom);
        foreach (var path in Paths()) File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-1));
        await Sweep().RunAsync(default);
        Files().Count.ShouldBe(4);

        // The file is damaged: the same instance once more heals it, as it came.
        foreach (var path in Paths().Where(path => new FileInfo(path).Length > 100)) File.Delete(path);
        await _server.UploadAsync(SyntheticInstance.Create(1));
        (await _server.Http.GetByteArrayAsync(new Uri($"{paths[2]}/file", UriKind.Relative))).ShouldBe(dicom);
        (await _server.Http.GetStringAsync(new Uri($"{paths[2]}/attachments/dicom/is-compressed", UriKind.Relative))).ShouldBe("0");
        await Purge().RunAsync(default);
        new BlobFiles(_server.BlobFolder, dicom).IsWhole.ShouldBeTrue();

        await SendAsync(HttpMethod.Delete, paths[2]); // and with the last instance its parents, of which no event in their streams tells
        await Purge().RunAsync(default);
        Files().ShouldBeEmpty();
        (await CountAsync("views.blobs")).ShouldBe(0);
        (await CountAsync("views.attachments")).ShouldBe(0);
    }

    private IReadOnlyList<string> Files() => [.. Paths().Select(path => Path.GetFileName(path)).Distinct().Order(StringComparer.Ordinal)];

    private List<string> Paths() =>
        Directory.EnumerateFiles(_server.BlobFolder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file).Length == 64).ToList();

    private async Task SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method,
            new Uri(path, UriKind.Relative)) { Content = method == HttpMethod.Put ? new StringContent("attached") : null };
        using var answer = await _server.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
    }
}
