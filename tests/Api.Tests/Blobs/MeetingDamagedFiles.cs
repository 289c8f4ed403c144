using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventDicom.Api.Tests.Modifying;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Blobs;

/// <summary>Stored files that were removed, cut, lengthened or changed behind the server's back, with foreign files beside them.</summary>
public sealed class MeetingDamagedFiles
{
    private const int InexistentFile = 13, CorruptedFile = 20;

    [LocalPostgresFact]
    public async Task names_them_deletes_no_source_and_takes_the_same_bytes_again()
    {
        await using var server = await ServerProcess.StartAsync();
        var folder = Path.Combine(server.DataFolder, "blobs");
        await File.WriteAllTextAsync(Path.Combine(folder, "00", ".nfs0000000000012345"), "");
        await File.WriteAllTextAsync(Path.Combine(folder, "README"), "");

        var patient = 0;
        foreach (var size in (int[])[100, 600_000])
            foreach (var damage in (string[])["missing", "cut", "longer", "flipped"])
                await MeetAsync(server, damage, new(folder, SyntheticInstance.Create(++patient).WithPixelData(size).ToBytes()));

        (await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).ShouldContain("eventdicom_damaged_files_total");
        File.Exists(Path.Combine(folder, "00", ".nfs0000000000012345")).ShouldBeTrue();
    }

    [LocalPostgresFact]
    public async Task leaves_out_of_a_list_what_only_a_damaged_file_has_and_breaks_off_what_would_be_incomplete()
    {
        const int Instances = 120;
        await using var server = await ServerProcess.StartAsync();
        var folder = Path.Combine(server.DataFolder, "blobs");
        var files = new Dictionary<string, BlobFiles>();
        for (var number = 1; number <= Instances; number++)
        {
            var file = new BlobFiles(folder, SyntheticInstance.Create(patient: 50, instance: number)
                .With(DicomTag.PatientComments, "LT", $"comment {number}").WithPixelData(3000).ToBytes());
            files[(await UploadAsync(server, file, "Success")).Text("ID")!] = file;
        }
        var ids = files.Keys.ToList();
        var damaged = new Dictionary<string,
            string> { [ids[70]] = "missing", [ids[80]] = "cut", [ids[90]] = "longer", [ids[100]] = "garbled" };
        foreach (var (id, how) in damaged) files[id].Damage(how);
        var patient = Domain.OrthancId.OfPatient("SYN50");

        foreach (var path in (string[])["/instances?expand&", $"/patients/{patient}/instances?"])
        {
            var before = await DamageAsync(server);
            var list = await server.Http.GetFromJsonAsync<JsonElement>(
                new Uri($"{path}requestedTags=PatientComments;PatientID", UriKind.Relative));

            list.GetArrayLength().ShouldBe(Instances);
            foreach (var row in list.EnumerateArray())
            {
                var id = row.Text("ID")!;
                row.GetProperty("RequestedTags").Text("PatientID").ShouldBe("SYN50"); // which the views have
                row.GetProperty("RequestedTags").TryGetProperty("PatientComments", out var comment)
                .ShouldBe(!damaged.ContainsKey(id), damaged.GetValueOrDefault(id, ""));
                if (!damaged.ContainsKey(id)) comment.GetString().ShouldBe($"comment {ids.IndexOf(id) + 1}");
            }
            (await DamageAsync(server) - before).ShouldBe(damaged.Count);
        }
        foreach (var id in damaged.Keys) server.LastWords().ShouldContain($"The file {files[id].Name} of instance {id} ");
        // A resource alone says what is wrong, and so does a list of which nothing was sent yet; of what must be whole a part looks like
        // one.
        using (var alone = await server.Http.GetAsync(new Uri($"/instances/{ids[70]}?requestedTags=PatientComments", UriKind.Relative)))
            alone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var path in (string[])[$"/patients/{patient}/instances-tags", $"/patients/{patient}/archive", $"/patients/{patient}/media",
            $"/patients/{patient}/shared-tags"])
            await Should.ThrowAsync<HttpRequestException>(() => server.Http.GetByteArrayAsync(new Uri(path, UriKind.Relative)), path);
    }

    private static async Task<double> DamageAsync(ServerProcess server) =>
        (await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n')
            .Where(line => line.StartsWith("eventdicom_damaged_files_total", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));

    private static async Task MeetAsync(ServerProcess server, string damage, BlobFiles file)
    {
        var uploaded = await UploadAsync(server, file, "Success");
        var (id, study) = (uploaded.Text("ID")!, uploaded.Text("ParentStudy")!);
        file.Damage(damage);
        var error = damage == "missing" ? InexistentFile : CorruptedFile;

        if (damage != "flipped") // which only a look at all bytes can tell
        {
            foreach (var path in (string[])["file", "attachments/dicom/data", "tags", "simplified-tags", "preview", "frames/0/raw"])
                AssertNamed(await RefusalAsync(server.Http.GetAsync(new Uri($"/instances/{id}/{path}", UriKind.Relative))),
                    $"{damage} {path}");
            foreach (var path in (string[])["archive", "media"])
                AssertNamed(await RefusalAsync(server.Http.GetAsync(new Uri($"/studies/{study}/{path}", UriKind.Relative))),
                    $"{damage} {path}");
            AssertNamed(await RefusalAsync(PostAsync(server, $"/instances/{id}/modify", "{}")), $"{damage} modify");
            var packed = await RunAsync(server, $"/studies/{study}/archive", """{"Asynchronous":true}""");
            packed.GetProperty("ErrorCode").GetInt32().ShouldBe(error);
        }
        using (var verified = await PostAsync(server, $"/instances/{id}/attachments/dicom/verify-md5", ""))
            verified.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        foreach (var (path, body) in ((string, string)[])
        [
            ("modify", """{"Replace":{"StudyDescription":"x"},"KeepSource":false,"Asynchronous":true}"""),
            ("modify", """{"Replace":{"StudyDescription":"x"},"KeepSource":false,"Asynchronous":true,"Permissive":true}"""),
            ("anonymize", """{"KeepSource":false,"Asynchronous":true}"""),
        ])
        {
            var job = await RunAsync(server, $"/studies/{study}/{path}", body);
            if (!body.Contains("Permissive", StringComparison.Ordinal))
                job.GetProperty("ErrorCode").GetInt32().ShouldBe(error, $"{damage} {path}: {job}");
            using var source = await server.Http.GetAsync(new Uri($"/instances/{id}", UriKind.Relative));
            source.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path} of a {damage} file deleted the source");
        }
        server.LastWords().ShouldContain($"The file {file.Name} of instance {id} is");

        await UploadAsync(server, file, "AlreadyStored");
        file.IsWhole.ShouldBeTrue($"{damage}, and the same bytes sent again");
        (await server.Http.GetByteArrayAsync(new Uri($"/instances/{id}/file", UriKind.Relative))).ShouldBe(file.Content);
        var done = await RunAsync(server, $"/studies/{study}/modify",
            """{"Replace":{"StudyDescription":"x"},"KeepSource":false,"Asynchronous":true}""");
        done.Text("State").ShouldBe("Success");
        using var gone = await server.Http.GetAsync(new Uri($"/instances/{id}", UriKind.Relative));
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        void AssertNamed((HttpStatusCode Status, JsonElement Body) refusal, string what)
        {
            refusal.Status.ShouldBe(damage == "missing" ? HttpStatusCode.NotFound : HttpStatusCode.InternalServerError, what);
            refusal.Body.GetProperty("OrthancStatus").GetInt32().ShouldBe(error, what);
            refusal.Body.Text("Details")!.ShouldStartWith($"The file {file.Name} of instance {id} is", customMessage: what);
        }
    }

    private static async Task<JsonElement> UploadAsync(ServerProcess server, BlobFiles file, string status)
    {
        using var answer = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(file.Content));
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        json.Text("Status").ShouldBe(status);
        return json;
    }

    private static async Task<JsonElement> RunAsync(ServerProcess server, string path, string body)
    {
        using var answer = await PostAsync(server, path, body);
        return await server.Http.EndAsync((await answer.Content.ReadFromJsonAsync<JsonElement>()).Text("ID")!);
    }

    private static Task<HttpResponseMessage> PostAsync(ServerProcess server, string path, string body) =>
        server.Http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task<(HttpStatusCode, JsonElement)> RefusalAsync(Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
