using System.Globalization;
using System.Text;
using System.Text.Json;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Finding;

/// <summary>What answers of <c>/tools/find</c> and of lists say of each resource, row by row.</summary>
[Collection(nameof(OneServer))]
public sealed class ShowingWhatIsFound(SharedServer server) : IAsyncLifetime
{
    private static readonly JsonSerializerOptions s_plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FoundArchive _archive = new(server);

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is null) await _archive.UploadAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [LocalPostgresFact]
    public async Task shows_the_content_that_is_asked_for()
    {
        (string Word, string Patient, string Study, string Series, string Instance)[] rows =
        [
            ("MainDicomTags", "MainDicomTags", "MainDicomTags PatientMainDicomTags", "MainDicomTags", "MainDicomTags"),
            ("RequestedTags", "", "", "", ""),
            ("Metadata", "Metadata", "Metadata", "Metadata", "Metadata"), ("Children", "Studies", "Series", "Instances", ""),
            ("Parent", "", "ParentPatient", "ParentStudy", "ParentSeries"),
            ("Labels", "Labels", "Labels", "Labels", "Labels"), ("Attachments", "Attachments", "Attachments", "Attachments", "Attachments"),
            ("Status", "", "", "Status", ""),
            ("IsStable", "IsStable", "IsStable", "IsStable", ""), ("IsProtected", "IsProtected", "", "", ""),
        ];
        foreach (var (word, patient, study, series, instance) in rows)
        {
            foreach (var (level, names) in new[] { ("Patient", patient), ("Study", study), ("Series", series), ("Instance", instance) })
            {
                var expected = names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append("ID").Append("Type")
                    .Order(StringComparer.Ordinal);
                var found = await _archive.PostAsync("/tools/find",
                    _archive.Body(level, "", $""" "ResponseContent":["{word}"], "Expand":false, "Limit":1, """));
                found[0].Names().ShouldBe(expected, $"{level} {word}");
                var listed =
                    await server.JsonAsync(
                        $"/{(level == "Series" ? "series" : level == "Study" ? "studies" : level.ToLowerInvariant() + "s")}?response-content={word}&expand=false&since=0&limit=1");
                listed[0].Names().ShouldBe(expected, $"{level} {word}");
            }
        }
        (await _archive.PostAsync("/tools/find", _archive.Body("Study", "", """ "ResponseContent":[], """)))[0].Names()
            .ShouldBe(["ID", "Type"]);
        (await SharedServer.RefusalAsync(server.GetAsync("/studies?response-content=Nope")))
            .ShouldBe((HttpStatusCode.BadRequest, 3, "Unrecognized value for \"ResponseContent\": Nope"));

        var metadata = (await _archive.PostAsync("/tools/find",
            _archive.Body("Instance", """ "SOPInstanceUID":"2.25.1000.{A}.1.1.2" """,
                """ "ResponseContent":["Metadata","Attachments","Parent"], """)))[0];
        metadata.GetProperty("Metadata").Text("IndexInSeries").ShouldBe("2");
        JsonElement.DeepEquals(metadata.GetProperty("Metadata"),
            await server.JsonAsync($"/instances/{_archive.Id("a112")}/metadata?expand")).ShouldBeTrue();
        metadata.GetProperty("Attachments")[0].Names()
            .ShouldBe(["CompressedMD5", "CompressedSize", "ContentType", "UncompressedMD5", "UncompressedSize", "Uuid"]);
        metadata.GetProperty("Attachments")[0].Text("UncompressedMD5")
            .ShouldBe(await server.TextAsync($"/instances/{_archive.Id("a112")}/attachments/dicom/md5"));
        metadata.Text("ParentSeries").ShouldBe(_archive.Id("a11"));
    }

    [LocalPostgresFact]
    public async Task expands_as_a_GET_shows_it()
    {
        foreach (var (level, path, name) in new[] { ("Patient", "patients", "a"), ("Study", "studies", "a1"), ("Series", "series", "a11"),
            ("Instance", "instances", "a111") })
        {
            foreach (var (member, argument) in new[] { ("", ""), (""" "Short":true, """, "?short"), (""" "Full":true, """, "?full"),
                (""" "Full":true, "Simplify":true, """, "?full&simplify") })
            {
                var found = await _archive.PostAsync("/tools/find", _archive.Body(level, "", $$""" "Expand":true, {{member}} """));
                var one = found.EnumerateArray().Single(resource => resource.Text("ID") == _archive.Id(name));
                // Whether it is stable changes with time.
                Text(one).Replace("\"IsStable\":true", "\"IsStable\":false", StringComparison.Ordinal)
                    .ShouldBe(Text(await server.JsonAsync($"/{path}/{_archive.Id(name)}{argument}"))
                        .Replace("\"IsStable\":true", "\"IsStable\":false", StringComparison.Ordinal));
            }
        }
    }

    [LocalPostgresFact]
    public async Task shows_requested_tags_and_opens_no_more_files_than_they_need()
    {
        const string Inner = """[{"AccessionNumber":"inner"}]""";
        (string Level, string Name, string Tags, string Shown, int Files)[] rows =
        [
            // Main tags of the level and of those above
            ("Study", "a1", "StudyDate PatientName", """{"PatientName":"Müller^Änne","StudyDate":"20240102"}""", 0),
            ("Instance", "a211", "PatientName Modality", """{"Modality":"OT","PatientName":"Mueller^Anne"}""", 0),
            ("Study", "b1", "0008,0020", """{"StudyDate":""}""", 0),
            ("Series", "a11", "RequestAttributesSequence", $$"""{"RequestAttributesSequence":{{Inner}}}""", 0),
            ("Instance", "a111", "RequestAttributesSequence", $$"""{"RequestAttributesSequence":{{Inner}}}""", 0),
            // Computed for the level
            ("Patient", "a", "NumberOfPatientRelatedStudies NumberOfPatientRelatedSeries NumberOfPatientRelatedInstances",
                """{"NumberOfPatientRelatedInstances":"4","NumberOfPatientRelatedSeries":"3","NumberOfPatientRelatedStudies":"2"}""", 0),
            ("Study", "a1", "ModalitiesInStudy NumberOfStudyRelatedSeries NumberOfStudyRelatedInstances SOPClassesInStudy",
                """{"ModalitiesInStudy":"CT\\MR","NumberOfStudyRelatedInstances":"3","NumberOfStudyRelatedSeries":"2","SOPClassesInStudy":"1.2.840.10008.5.1.4.1.1.7"}""", 0),
            ("Series", "a11", "NumberOfSeriesRelatedInstances", """{"NumberOfSeriesRelatedInstances":"2"}""", 0),
            ("Instance", "a111", "InstanceAvailability SOPClassUID",
                """{"InstanceAvailability":"ONLINE","SOPClassUID":"1.2.840.10008.5.1.4.1.1.7"}""", 0),
            // Computed for another level
            ("Series", "a11", "NumberOfStudyRelatedSeries", "{}", 0),
            ("Series", "a11", "NumberOfStudyRelatedSeries PatientComments",
                """{"NumberOfStudyRelatedSeries":null,"PatientComments":"hello"}""", 1),
            // Only in the file, or nowhere
            ("Instance", "a111", "PatientComments", """{"PatientComments":"hello"}""", 1),
            ("Instance", "a112", "PatientComments Rows", """{"PatientComments":null,"Rows":null}""", 1),
            ("Study", "a2", "StudyDescription", """{"StudyDescription":null}""", 1),
            ("Study", "a1", "SOPInstanceUID Modality", """{"Modality":"CT","SOPInstanceUID":"2.25.1000.{A}.1.1.1"}""", 1),
            ("Instance", "a111", "0009,1001", """{"Unknown Tag & Data":null}""", 1), ("Instance", "a111", "TransferSyntaxUID", "{}", 0),
        ];
        foreach (var (level, name, tags, shown, files) in rows)
        {
            var requested = string.Join(",", tags.Split(' ').Select(tag => $"\"{tag}\""));
            var uid = level == "Patient" ? $"\"PatientID\":\"SYN{{{name[0].ToString().ToUpperInvariant()}}}\""
                : $"\"{(level == "Instance" ? "SOP" : level)}InstanceUID\":\"2.25.1000.{{{name[0].ToString().ToUpperInvariant()}}}.{string.Join('.', name[1..].ToCharArray())}\"";
            var body = _archive.Body(level, uid, $""" "ResponseContent":[], "RequestedTags":[{requested}], """);
            var before = await FilesOpenedAsync();
            var found = await _archive.PostAsync("/tools/find", body);
            (await FilesOpenedAsync() - before).ShouldBe(files, body);
            var patient = (await server.JsonAsync($"/patients/{_archive.Id("a")}")).GetProperty("MainDicomTags").Text("PatientID")![3..];
            Text(found[0].GetProperty("RequestedTags")).ShouldBe(shown.Replace("{A}", patient, StringComparison.Ordinal), body);

            var collection = level == "Series" ? "series" : level == "Study" ? "studies" : level.ToLowerInvariant() + "s";
            Text((await server.JsonAsync($"/{collection}/{_archive.Id(name)}?requested-tags={string.Join(';', tags.Split(' '))}"))
                .GetProperty("RequestedTags"))
                .ShouldBe(Text(found[0].GetProperty("RequestedTags")), body);
        }

        // Of files that are read for what fits, the same look tells the tags.
        var at = await FilesOpenedAsync();
        var both = await _archive.PostAsync("/tools/find",
            _archive.Body("Instance", """ "PatientComments":"hello" """,
                """ "RequestedTags":["PatientComments","PatientID"], "Expand":true, "Full":true, """));
        (await FilesOpenedAsync() - at).ShouldBe(5);
        both.GetArrayLength().ShouldBe(1);
        both[0].GetProperty("RequestedTags").GetProperty("0010,4000").Text("Value").ShouldBe("hello");
        var absent = await _archive.PostAsync("/tools/find",
            _archive.Body("Study", """ "StudyInstanceUID":"2.25.1000.{A}.2" """,
                """ "RequestedTags":["Rows","StudyID"], "Expand":true, "Full":true, """));
        Text(absent[0].GetProperty("RequestedTags").GetProperty("0028,0010")).ShouldBe("""{"Name":"Rows","Type":"Null","Value":null}""");
        // Without objects nothing is read.
        at = await FilesOpenedAsync();
        (await _archive.FindAsync(_archive.Body("Study", "", """ "RequestedTags":["Rows"], """))).Count.ShouldBe(3);
        (await FilesOpenedAsync() - at).ShouldBe(0);
    }

    private static string Text(JsonElement json) => JsonSerializer.Serialize(json, s_plain);

    private async Task<long> FilesOpenedAsync() =>
        (await server.TextAsync("/tools/metrics-prometheus")).Split('\n')
        .Where(line => line.StartsWith("orthanc_storage_cache_", StringComparison.Ordinal)
            && line.Contains("_count ", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
}
