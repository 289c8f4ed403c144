using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Archives;

[Collection(nameof(OneServer))]
public sealed class PackingResources(SharedServer server) : IAsyncLifetime
{
    private readonly int _patient = SharedServer.NewPatient();
    private SyntheticInstance[] _instances = [];
    private JsonElement[] _uploaded = [];

    private string Patient => _uploaded[0].Text("ParentPatient")!;

    private string Study => _uploaded[0].Text("ParentStudy")!;

    private string Series => _uploaded[0].Text("ParentSeries")!;

    // Two studies; the first with two series of one name, of which the first has two instances.
    public async Task InitializeAsync()
    {
        _instances =
        [
            Made(1, 1, 1).WithImage(64, 64),
            Made(1, 1, 2).WithImage(16, 16),
            Made(1, 2, 1),
            Made(2, 1, 1).With(DicomTag.Modality, "CS", "CT").With(DicomTag.StudyDescription, "LO", "Thorax^Routine")
            .With(DicomTag.SeriesDescription, "LO", "Lung-1.0 é"),
        ];
        if (TestServer.MissingLocal is not null) return;
        _uploaded = new JsonElement[_instances.Length];
        for (var i = 0; i < _instances.Length; i++) _uploaded[i] = await server.UploadAsync(_instances[i]);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [LocalPostgresFact]
    public async Task puts_the_files_of_a_patient_into_folders()
    {
        (await ZipAsync($"/patients/{Patient}/archive")).ShouldBe(
        [
            ($"{Root}/A{_patient}.1/1 - OT/OT000001.dcm", _instances[0].ToBytes()),
            ($"{Root}/A{_patient}.1/1 - OT/OT000002.dcm", _instances[1].ToBytes()),
            ($"{Root}/A{_patient}.1/2 - OT/OT000001.dcm", _instances[2].ToBytes()),
            ($"{Root}/A{_patient}.2 - Thorax^Routine/1 - CT - Lung-1.0/CT000001.dcm", _instances[3].ToBytes()),
        ], new SameEntry());
    }

    [LocalPostgresFact]
    public async Task counts_files_whose_numbers_are_the_same()
    {
        for (var i = 0; i < 3; i++)
            await server.UploadAsync(SyntheticInstance.Create(_patient, 7, 1, i + 1).With(DicomTag.InstanceNumber, i == 0 ? "5" : "6"));
        var study = Domain.OrthancId.OfStudy($"SYN{_patient}", $"2.25.1000.{_patient}.7");

        (await NamesAsync($"/studies/{study}/archive")).Select(name => name[^12..])
            .ShouldBe(["OT000000.dcm", "OT000001.dcm", "OT000002.dcm"]);
    }

    [LocalPostgresFact]
    public async Task keeps_letters_beyond_ASCII_where_UTF_8_is_asked_for()
    {
        var study = _uploaded[3].Text("ParentStudy");
        using var answer = await server.PostAsync($"/studies/{study}/archive", """{"Utf8": true}"""u8.ToArray(), "application/json");
        var zip = await answer.Content.ReadAsByteArrayAsync();

        (await ReadAsync(zip)).ShouldHaveSingleItem()
            .Name.ShouldBe($"{Root}/A{_patient}.2 - Thorax^Routine/1 - CT - Lung-1.0 é/CT000001.dcm");
        (BitConverter.ToUInt16(zip, 6) & 1 << 11).ShouldNotBe(0); // APPNOTE 4.4.4
        (BitConverter.ToUInt16(await server.BytesAsync($"/studies/{study}/archive"), 6) & 1 << 11).ShouldBe(0);
    }

    [LocalPostgresFact]
    public async Task writes_lossy_JPEG_as_well_as_is_asked_for()
    {
        var image = await server.UploadAsync(SyntheticInstance.Create(_patient, 8).WithImage(256, 256, bits: 8));
        var series = image.Text("ParentSeries");
        var path = $"/series/{series}/archive?transcode={SyntheticInstance.JPEGProcess1}&lossy-quality=";

        var sizes = new List<int>();
        foreach (var quality in new[] { "10", "50", "95" }) sizes.Add((await ZipAsync(path + quality))[0].Content.Length);
        sizes.ShouldBe(sizes.Distinct().Order());
        foreach (var wrong in new[] { "x", "-1", "" })
            (await SharedServer.RefusalAsync(server.GetAsync(path + wrong))).Error.ShouldBe(3, wrong);
        (await RefusalAsync($"/series/{series}/archive", """{"LossyQuality": "x"}""")).Error.ShouldBe(15);
    }

    private string Root => $"SYN{_patient} - Synthetic^Patient{_patient}";

    [LocalPostgresFact]
    public async Task sends_a_zip_of_unknown_length_with_its_name()
    {
        using var answer = await server.Http.GetAsync(new Uri($"/studies/{Study}/archive", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead);

        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/zip");
        answer.Content.Headers.GetValues("Content-Disposition").ShouldHaveSingleItem().ShouldBe($"filename=\"{Study}.zip\"");
        answer.Content.Headers.ContentLength.ShouldBeNull();
        answer.Headers.TransferEncodingChunked.ShouldBe(true);
        using var named = await server.GetAsync($"/studies/{Study}/archive?filename=a%22b%0d%0ac%C3%A9.zip");
        // UTF-8, which .NET reads as Latin-1
        named.Content.Headers.GetValues("Content-Disposition").ShouldHaveSingleItem().ShouldBe("filename=\"abc\u00c3\u00a9.zip\"");
        using var nameless = await server.GetAsync($"/studies/{Study}/archive?filename=");
        nameless.Content.Headers.Contains("Content-Disposition").ShouldBeFalse();
    }

    [LocalPostgresFact]
    public async Task takes_a_study_or_a_series_with_all_folders_above()
    {
        (await NamesAsync($"/studies/{Study}/archive")).Count.ShouldBe(3);
        (await NamesAsync($"/series/{Series}/archive")).ShouldBe(
            [$"{Root}/A{_patient}.1/1 - OT/OT000001.dcm", $"{Root}/A{_patient}.1/1 - OT/OT000002.dcm"]);
    }

    [LocalPostgresFact]
    public async Task takes_resources_of_all_levels_once()
    {
        var other = await server.UploadAsync(SyntheticInstance.Create(SharedServer.NewPatient()));
        var body = $"""["{other.Text("ID")}", "{Series}", "{Series}", "{_uploaded[1].Text("ID")}", "{_uploaded[3].Text("ParentStudy")}"]""";

        (await NamesAsync("/tools/create-archive", body)).Count.ShouldBe(4);
        (await NamesAsync("/tools/create-archive", $$"""{"Resources": {{body}}}""")).Count.ShouldBe(4);
        (await NamesAsync($"/tools/create-archive?resources={Series},{other.Text("ID")}")).Count.ShouldBe(3);
        (await NamesAsync("/tools/create-archive", $"""["{_uploaded[1].Text("ID")}"]""")).ShouldHaveSingleItem()
            .ShouldEndWith("/1 - OT/OT000002.dcm");
        (await NamesAsync("/tools/create-archive", "[]")).ShouldBeEmpty();
    }

    [LocalPostgresFact]
    public async Task refuses_what_orthanc_refuses()
    {
        (await RefusalAsync("/tools/create-archive", """["nope"]""")).ShouldBe((HttpStatusCode.NotFound, 17, null));
        (await RefusalAsync("/tools/create-archive", $"""["{Study}", "00000000-00000000-00000000-00000000-00000000"]"""))
            .ShouldBe((HttpStatusCode.NotFound, 17, null));
        (await RefusalAsync("/tools/create-media", "[5]")).Error.ShouldBe(15);
        (await RefusalAsync("/tools/create-media", "{}"))
            .ShouldBe((HttpStatusCode.BadRequest, 15, "Missing field Resources in the JSON body"));
        (await RefusalAsync("/tools/create-archive", "5")).Error.ShouldBe(15);
        (await RefusalAsync("/tools/create-archive", "")).Error.ShouldBe(15);
        (await RefusalAsync($"/studies/{Study}/archive", "")).Error.ShouldBe(15);
        (await RefusalAsync($"/studies/{Study}/archive", """{"Transcode": "nope"}"""))
            .ShouldBe((HttpStatusCode.BadRequest, 3, "Unknown transfer syntax: nope"));
        (await SharedServer.RefusalAsync(server.GetAsync($"/studies/{Study}/media?transcode=1.2.3"))).Error.ShouldBe(3);
        (await SharedServer.RefusalAsync(server.GetAsync("/patients/nope/archive"))).ShouldBe((HttpStatusCode.NotFound, 17, null));
    }

    [LocalPostgresFact]
    public async Task numbers_the_files_of_a_media_and_lists_them_in_a_dicomdir()
    {
        var entries = await ZipAsync($"/patients/{Patient}/media?extended");

        entries.Select(entry => entry.Name).ShouldBe(["IMAGES/IM0", "IMAGES/IM1", "IMAGES/IM2", "IMAGES/IM3", "DICOMDIR"]);
        entries.Take(4).Select(entry => entry.Content).ShouldBe(_instances.Select(instance => instance.ToBytes()));
        var directory = DicomFile.Open(entries[4].Content).Dataset;
        directory.TryGetString(DicomTag.FileSetID, out var fileSet).ShouldBeTrue();
        fileSet.ShouldBe("ORTHANC_MEDIA");
        var records = ((DicomSequence)directory.Find(DicomTag.DirectoryRecordSequence)!).Items;
        records.Count(record => record.Contains(DicomTag.ReferencedFileID)).ShouldBe(4);
        records.Count(record => record.Contains(DicomTag.SeriesDescription)).ShouldBe(1);

        (await NamesAsync("/tools/create-media", "[]")).ShouldBe(["DICOMDIR"]);
        (await NamesAsync("/tools/create-media-extended", $"""["{Series}"]""")).ShouldBe(["IMAGES/IM0", "IMAGES/IM1", "DICOMDIR"]);
    }

    [LocalPostgresFact]
    public async Task packs_a_file_that_no_dicomdir_can_list()
    {
        var patient = SharedServer.NewPatient();
        var instance = SyntheticInstance.Create(patient).Without(DicomTag.SOPClassUID);
        var study = (await server.UploadAsync(instance)).Text("ParentStudy");
        await server.UploadAsync(SyntheticInstance.Create(patient, 1, 1, 2));

        var entries = await ZipAsync($"/studies/{study}/media");

        entries.Select(entry => entry.Name).ShouldBe(["IMAGES/IM0", "IMAGES/IM1", "DICOMDIR"]);
        entries[0].Content.ShouldBe(instance.ToBytes());
        ((DicomSequence)DicomFile.Open(entries[2].Content).Dataset.Find(DicomTag.DirectoryRecordSequence)!).Items
            .Count(record => record.Contains(DicomTag.ReferencedFileID)).ShouldBe(1);
    }

    [LocalPostgresFact]
    public async Task converts_the_files_that_can_be_converted()
    {
        foreach (var (_, content) in await ZipAsync($"/series/{Series}/archive?transcode={SyntheticInstance.ImplicitVRLittleEndian}"))
            DicomFile.Open(content).TransferSyntax.ShouldBe(DicomTransferSyntax.ImplicitVRLittleEndian);

        var media = await ZipAsync($"/series/{Series}/media?transcode={DicomTransferSyntax.RLELossless.UID}");
        DicomFile.Open(media[0].Content).TransferSyntax.ShouldBe(DicomTransferSyntax.RLELossless);
        var records = ((DicomSequence)DicomFile.Open(media[2].Content).Dataset.Find(DicomTag.DirectoryRecordSequence)!).Items;
        records[^1].TryGetString(DicomTag.ReferencedTransferSyntaxUIDInFile, out var syntax).ShouldBeTrue();
        syntax.ShouldBe(DicomTransferSyntax.RLELossless.UID);
    }

    [LocalPostgresFact]
    public async Task packs_in_a_job_when_nobody_waits()
    {
        using var accepted = await server.PostAsync($"/studies/{Study}/media", """{"Asynchronous": true, "Priority": 3}"""u8.ToArray(),
            "application/json");
        using var answer = JsonDocument.Parse(await accepted.Content.ReadAsStringAsync());
        var id = answer.RootElement.Text("ID");
        answer.RootElement.Text("Path").ShouldBe($"/jobs/{id}");

        var job = await EndedAsync(id!);

        job.Text("Type").ShouldBe("Media");
        job.Text("State").ShouldBe("Success");
        job.GetProperty("Priority").GetInt32().ShouldBe(3);
        var content = job.GetProperty("Content");
        content.Names()
            .ShouldBe(["ArchiveSize", "ArchiveSizeMB", "Description", "InstancesCount", "UncompressedSize", "UncompressedSizeMB", "Utf8"]);
        content.GetProperty("InstancesCount").GetInt32().ShouldBe(3);
        content.Text("UncompressedSize").ShouldBe($"{_instances.Take(3).Sum(instance => instance.ToBytes().Length)}");
        using var output = await server.GetAsync($"/jobs/{id}/archive");
        output.Content.Headers.ContentType!.ToString().ShouldBe("application/zip");
        output.Content.Headers.GetValues("Content-Disposition").ShouldHaveSingleItem().ShouldBe("filename=\"archive.zip\"");
        var zip = await output.Content.ReadAsByteArrayAsync();
        content.Text("ArchiveSize").ShouldBe($"{zip.Length}");
        using var lines = new HttpRequestMessage(HttpMethod.Get, $"/jobs/{id}/archive");
        lines.Headers.TryAddWithoutValidation("Range", "lines=1-2").ShouldBeTrue();
        using var whole = await server.Http.SendAsync(lines);
        (whole.StatusCode, whole.Content.Headers.ContentLength).ShouldBe((HttpStatusCode.OK, zip.Length));
        (await ReadAsync(zip)).Select(entry => entry.Name).ShouldBe(["IMAGES/IM0", "IMAGES/IM1", "IMAGES/IM2", "DICOMDIR"]);
        using var again = await server.PostAsync($"/jobs/{id}/resubmit", []);
        again.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private SyntheticInstance Made(int study, int series, int instance) => SyntheticInstance.Create(_patient, study, series, instance);

    private async Task<JsonElement> EndedAsync(string job)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var state = await server.JsonAsync($"/jobs/{job}");
            if (state.Text("State") is "Success" or "Failure") return state;
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
            await Task.Delay(50);
        }
    }

    private Task<(HttpStatusCode Status, int? Error, string? Details)> RefusalAsync(string path, string body) =>
        SharedServer.RefusalAsync(server.PostAsync(path, System.Text.Encoding.UTF8.GetBytes(body), "application/json"));

    private async Task<List<string>> NamesAsync(string path, string? body = null) =>
        [.. (await ZipAsync(path, body)).Select(entry => entry.Name)];

    private async Task<List<(string Name, byte[] Content)>> ZipAsync(string path, string? body = null)
    {
        using var answer = await (body is null
            ? server.GetAsync(path) : server.PostAsync(path, System.Text.Encoding.UTF8.GetBytes(body), "application/json"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await ReadAsync(await answer.Content.ReadAsByteArrayAsync());
    }

    private static async Task<List<(string Name, byte[] Content)>> ReadAsync(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        archive.Comment.ShouldBe("Created by Orthanc");
        var entries = new List<(string, byte[])>();
        foreach (var entry in archive.Entries)
        {
            using var content = new MemoryStream();
            await entry.Open().CopyToAsync(content);
            entries.Add((entry.FullName, content.ToArray()));
        }
        return entries;
    }

    private sealed class SameEntry : IEqualityComparer<(string Name, byte[] Content)>
    {
        public bool Equals((string Name, byte[] Content) x, (string Name, byte[] Content) y) =>
            x.Name == y.Name && x.Content.AsSpan().SequenceEqual(y.Content);

        public int GetHashCode((string Name, byte[] Content) entry) => entry.Name.GetHashCode(StringComparison.Ordinal);
    }
}
