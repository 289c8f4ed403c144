using System.IO.Compression;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Archives;

/// <summary>What the configuration says about archives.</summary>
public sealed class ConfiguringArchives(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Options =
        "\"ZipUseUtf8\": true, \"MaximumFileSizeInArchiveMB\": 1, \"DicomLossyTranscodingQuality\": 20, \"JobsHistorySize\": 100,";

    [LocalPostgresFact]
    public async Task writes_names_in_UTF_8_where_the_request_does_not_say_otherwise()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString, options: Options);
        var study = (await server.UploadAsync(SyntheticInstance.Create(1).With(DicomTag.SeriesDescription, "LO", "Lung é")))
            .Text("ParentStudy");

        foreach (var path in (string[])[$"/studies/{study}/archive", $"/tools/create-archive?resources={study}"])
            Name(await server.Http.GetByteArrayAsync(new Uri(path, UriKind.Relative))).ShouldContain(" - Lung é/");
        foreach (var (path, member) in ((string, string)[])[($"/studies/{study}/archive", ""),
            ("/tools/create-archive", $"\"Resources\": [\"{study}\"]")])
        {
            Name(await PostAsync(server, path, $"{{{member}}}")).ShouldContain(" - Lung é/");
            Name(await PostAsync(server, path, $"{{{member}{(member.Length > 0 ? "," : "")} \"Utf8\": false}}")).ShouldContain(" - Lung/");
        }

        var job = (await server.AnswerAsync($"/studies/{study}/archive", """{"Asynchronous": true}""")).Text("ID")!;
        (await server.UntilAsync(job, "Success")).GetProperty("Content").GetProperty("Utf8").GetBoolean().ShouldBeTrue();
    }

    [LocalPostgresFact]
    public async Task refuses_files_that_are_larger_than_they_may_be_before_anything_is_sent()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString, options: Options);
        var small = await server.UploadAsync(SyntheticInstance.Create(2, instance: 1).WithPixelData(900_000));
        await server.UploadAsync(SyntheticInstance.Create(2, instance: 2).WithPixelData(900_000));
        var large = await server.UploadAsync(SyntheticInstance.Create(2, series: 2).WithPixelData(1 << 20));
        var (study, whole) = (small.Text("ParentStudy"), small.Text("ParentSeries"));
        var before = await server.Http.GetStringAsync(new Uri("/jobs", UriKind.Relative));

        foreach (var request in (Task<HttpResponseMessage>[])
        [
            server.Http.GetAsync(new Uri($"/studies/{study}/archive", UriKind.Relative)),
            server.Http.GetAsync(new Uri($"/studies/{study}/media", UriKind.Relative)),
            server.AskAsync($"/patients/{small.Text("ParentPatient")}/archive", """{"Asynchronous": true}"""),
            server.AskAsync("/tools/create-archive", $$"""["{{whole}}", "{{large.Text("ID")}}"]"""),
        ])
        {
            var (status, error, details) = await SharedServer.RefusalAsync(request);
            (status, error).ShouldBe((HttpStatusCode.BadRequest, 8));
            details.ShouldNotBeNull().ShouldContain(large.Text("ID")!);
        }

        (await server.Http.GetStringAsync(new Uri("/jobs", UriKind.Relative))).ShouldBe(before);
        Count(await server.Http.GetByteArrayAsync(new Uri($"/series/{whole}/archive", UriKind.Relative)))
            .ShouldBe(2, "it is each file that counts, not their sum");
        Count(await PostAsync(server, "/tools/create-archive", $$"""["{{small.Text("ID")}}"]""")).ShouldBe(1);
    }

    [LocalPostgresFact]
    public async Task writes_lossy_JPEG_as_it_is_configured_where_the_request_does_not_say()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString, options: Options);
        var series = (await server.UploadAsync(SyntheticInstance.Create(3).WithImage(256, 256, bits: 8))).Text("ParentSeries");
        var transcoded = $"\"Transcode\": \"{SyntheticInstance.JPEGProcess1}\"";

        var sizes = new List<long>();
        foreach (var body in (string[])[$"{{{transcoded}}}", $"{{{transcoded}, \"LossyQuality\": 20}}",
            $"{{{transcoded}, \"LossyQuality\": 95}}"])
        {
            using var zip = new ZipArchive(new MemoryStream(await PostAsync(server, $"/series/{series}/archive", body)));
            sizes.Add(zip.Entries.Single().Length);
        }
        sizes[0].ShouldBe(sizes[1]);
        sizes[2].ShouldBeGreaterThan(sizes[1]);

        foreach (var (route, body, shown) in ((string, string, int?)[])
        [
            ("archive", transcoded, null), ("archive", $"{transcoded}, \"LossyQuality\": 7", 7), ("archive", "\"LossyQuality\": 7", 7),
            ("media", transcoded, 20), ("media", $"{transcoded}, \"LossyQuality\": 7", 7), ("media", "\"Extended\": true", null),
        ])
        {
            var job = (await server.AnswerAsync($"/series/{series}/{route}", $"{{{body}, \"Asynchronous\": true}}")).Text("ID")!;
            var content = (await server.UntilAsync(job, "Success")).GetProperty("Content");
            (content.TryGetProperty("LossyQuality", out var quality) ? quality.GetInt32() : (int?)null).ShouldBe(shown, $"{route} {body}");
        }
    }

    private static async Task<byte[]> PostAsync(JobServer server, string path, string body)
    {
        using var answer = await server.AskAsync(path, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static string Name(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        return zip.Entries.Single().FullName;
    }

    private static int Count(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        return zip.Entries.Count;
    }
}
