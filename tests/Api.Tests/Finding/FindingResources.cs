using System.Globalization;
using System.Text;
using System.Text.Json;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Finding;

/// <summary>What <c>/tools/find</c> takes and answers, row by row, and that <c>/tools/count-resources</c> counts the same.</summary>
[Collection(nameof(OneServer))]
public sealed class FindingResources(SharedServer server) : IAsyncLifetime
{
    private const string EveryStudy = "a1 a2 b1";
    private const string EveryInstance = "a111 a112 a121 a211 b111";

    private readonly FoundArchive _archive = new(server);

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is null) await _archive.UploadAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [LocalPostgresFact]
    public async Task matches_tags()
    {
        (string Level, string Query, string Found)[] rows =
        [
            // Levels
            ("Patient", "", "a b"), ("patients", "", "a b"), ("STUDY", "", EveryStudy), ("Studies", "", EveryStudy),
            ("series", "", "a11 a12 a21 b11"), ("Instance", "", EveryInstance),
            ("instances", "", EveryInstance),
            // No constraint
            ("Study", """ "StudyDescription":"" """, EveryStudy), ("Study", """ "StudyDescription":"*" """, EveryStudy),
            ("Study", """ "PatientName":"*" """, EveryStudy),
            // Equality, in any case, with accents
            ("Study", """ "StudyDescription":"schÄDEL NATIV" """, "a1"), ("Study", """ "StudyDescription":"Schadel nativ" """, ""),
            ("Study", """ "0008,1030":"schädel nativ" """, "a1"),
            ("Study", """ "AccessionNumber":"a{A}.1" """, "a1"), ("Patient", """ "PatientID":"syn{B}" """, "b"),
            ("Study", """ "StudyInstanceUID":"2.25.1000.{A}.2" """, "a2"),
            ("Series", """ "StudyInstanceUID":"2.25.1000.{A}.1" """, "a11 a12"),
            ("Instance", """ "SeriesInstanceUID":"2.25.1000.{A}.1.1" """, "a111 a112"),
            ("Instance", """ "SOPInstanceUID":"2.25.1000.{A}.1.1.2" """, "a112"),
            ("Instance", """ "SOPInstanceUID":"2.25.1000.{A}.1.1.2\\2.25.1000.{B}.1.1.1" """, "a112 b111"),
            // The patient as each study has it
            ("Patient", """ "PatientName":"müller^*" """, "a"), ("Patient", """ "PatientName":"mueller*" """, ""),
            ("Study", """ "PatientName":"MUELLER*" """, "a2"),
            ("Series", """ "PatientName":"MUELLER*" """, "a21"), ("Instance", """ "PatientName":"*ÄN*" """, "a111 a112 a121"),
            // Wildcards, with what SQL takes for some
            ("Study", """ "AccessionNumber":"A{A}.?" """, "a1 a2"), ("Study", """ "AccessionNumber":"A{A}%" """, ""),
            ("Study", """ "AccessionNumber":"_{A}.1" """, ""),
            ("Study", """ "PatientName":"?oe" """, "b1"), ("Study", """ "PatientName":"*^*" """, "a1 a2"),
            ("Study", """ "PatientName":"M*r^*e" """, "a1 a2"),
            // Lists
            ("Series", """ "Modality":"ct\\MR" """, "a11 a12"), ("Series", """ "Modality":"C*\\MR" """, "a12"),
            // Ranges
            ("Study", """ "StudyDate":"20240101-20241231" """, "a1"), ("Study", """ "StudyDate":"20240102-" """, "a1 a2"),
            ("Study", """ "StudyDate":"-20240102" """, "a1 b1"),
            ("Study", """ "StudyTime":"03-04" """, EveryStudy), ("Instance", """ "StudyDate":"20250304-20250304" """, "a211"),
            ("Study", """ "StudyDate":"20240102" """, "a1"),
            // Tags of other levels
            ("Study", """ "Modality":"CT" """, ""), ("Patient", """ "StudyDate":"20240102" """, ""),
            ("Patient", """ "SOPInstanceUID":"2.25.1000.{A}.1.1.2" """, ""),
            ("Instance", """ "Modality":"CT", "StudyDate":"2024-" """, "a111 a112"), ("Series", """ "SeriesNumber":"0001" """, "a21"),
            // What is computed
            ("Study", """ "ModalitiesInStudy":"MR" """, "a1"), ("Study", """ "ModalitiesInStudy":"mr\\PT" """, "a1"),
            ("Study", """ "ModalitiesInStudy":"PT" """, ""),
            ("Study", """ "ModalitiesInStudy":"CT", "PatientName":"mü*" """, "a1"), ("Series", """ "ModalitiesInStudy":"CT" """, ""),
            ("Patient", """ "ModalitiesInStudy":"CT" """, ""),
            ("Study", """ "NumberOfStudyRelatedSeries":"2" """, "a1"), ("Study", """ "NumberOfStudyRelatedInstances":"1" """, "a2 b1"),
            ("Patient", """ "NumberOfPatientRelatedStudies":"2" """, "a"),
            ("Patient", """ "NumberOfPatientRelatedSeries":"3", "NumberOfPatientRelatedInstances":"4" """, "a"),
            ("Series", """ "NumberOfSeriesRelatedInstances":"2" """, "a11"),
            ("Series", """ "NumberOfStudyRelatedSeries":"2" """, ""), ("Instance", """ "InstanceAvailability":"online" """, EveryInstance),
            ("Instance", """ "SOPClassUID":"1.2.840.10008.5.1.4.1.1.7" """, EveryInstance),
            ("Study", """ "SOPClassesInStudy":"1.2.840.10008.5.1.4.1.1.7" """, EveryStudy),
            // The file meta information is no part of a data set
            ("Instance", """ "TransferSyntaxUID":"1.2.840.10008.1.2.1" """, ""),
            // No text of a database
            ("Study", """ "PatientName":"a�b*" """, ""),
        ];
        foreach (var (level, query, found) in rows)
        {
            var body = _archive.Body(level, query);
            (await _archive.FindAsync(body)).ShouldBe(_archive.Sorted(found), body);
            (await _archive.PostAsync("/tools/count-resources", body)).GetProperty("Count").GetInt32()
                .ShouldBe(_archive.Sorted(found).Count, body);
        }
    }

    [LocalPostgresFact]
    public async Task reads_files_for_what_only_they_have()
    {
        (string Level, string Query, string Found, int Files)[] rows =
        [
            ("Instance", """ "PatientComments":"HELLO" """, "a111", 5), ("Study", """ "PatientComments":"*" """, "a1", 3),
            ("Study", """ "PatientComments":"hel*" """, "a1", 3),
            ("Series", """ "PatientComments":"x*" """, "", 4), ("Patient", """ "PatientComments":"hello" """, "a", 2),
            ("Instance", """ "PatientComments":"hello", "Modality":"MR" """, "", 1),
            ("Study", """ "SOPClassUID":"1.2.840.10008.5.1.4.1.1.7" """, EveryStudy, 3), ("Study", """ "PatientName":"Zoe" """, "b1", 0),
            ("Series", """ "Modality":"CT" """, "a11", 0),
        ];
        foreach (var (level, query, found, files) in rows)
        {
            var body = _archive.Body(level, query);
            var before = await FilesOpenedAsync();
            (await _archive.FindAsync(body)).ShouldBe(_archive.Sorted(found), body);
            (await FilesOpenedAsync() - before).ShouldBe(files, body);
            if (files > 0) (await RefusalAsync("/tools/count-resources", body)).ShouldBe((HttpStatusCode.BadRequest, 8), body);
        }
        (await _archive.FindAsync(_archive.Body("Study", """ "SOPClassUID":"1.2.840.10008.5.1.4.1.1.7" """, """ "Limit":2, """)))
            .ShouldBe(_archive.Sorted(EveryStudy).Take(2));
        (await RefusalAsync("/tools/find", _archive.Body("Study", """ "PatientComments":"x" """, """ "Since":1, """)))
            .ShouldBe((HttpStatusCode.BadRequest, 8));
    }

    [LocalPostgresFact]
    public async Task minds_case_labels_metadata_and_parents()
    {
        foreach (var (study, label) in new[] { ("a1", "x"), ("a1", "y"), ("a2", "x") })
            using (await server.PutAsync($"/studies/{_archive.Id(study)}/labels/{label}", "")) { }
        using (await server.PutAsync($"/studies/{_archive.Id("a1")}/metadata/4001", "Café 1")) { }
        (string Level, string More, string Found)[] rows =
        [
            ("Study", """ "Labels":["x","y"], """, "a1"), ("Study", """ "Labels":["x","y"], "LabelsConstraint":"All", """, "a1"),
            ("Study", """ "Labels":["x","y"], "LabelsConstraint":"Any", """, "a1 a2"),
            ("Study", """ "Labels":["y"], "LabelsConstraint":"None", """, "a2 b1"), ("Study", """ "LabelsConstraint":"None", """, "b1"),
            ("Study", """ "Labels":[], "LabelsConstraint":"None", """, "b1"),
            ("Study", """ "Labels":[], "LabelsConstraint":"Any", """, EveryStudy), ("Study", """ "LabelsConstraint":"All", """, EveryStudy),
            ("Series", """ "Labels":["x"], """, ""),
            ("Study", """ "Labels":["X"], """, ""),

            ("Instance", """ "MetadataQuery":{"Origin":"restapi"}, """, EveryInstance),
                ("Instance", """ "MetadataQuery":{"Origin":"restapi"}, "CaseSensitive":true, """, ""),
            ("Instance", """ "MetadataQuery":{"8":"Rest*"}, """, EveryInstance),
            ("Instance", """ "MetadataQuery":{"IndexInSeries":"2"}, """, "a112"),
            ("Instance", """ "MetadataQuery":{"IndexInSeries":"2\\3", "Origin":"?estApi"}, """, "a112"),
            ("Instance", """ "MetadataQuery":{"RemoteAET":""}, """, EveryInstance),
            ("Instance", """ "MetadataQuery":{"CalledAET":"*"}, """, ""), ("Study", """ "MetadataQuery":{"Origin":"RestApi"}, """, ""),
            ("Study", """ "MetadataQuery":{"1234":"x"}, """, ""),
            ("Study", """ "MetadataQuery":{"LastUpdate":"20*T*"}, """, EveryStudy),
            ("Instance", """ "MetadataQuery":{"TransferSyntax":"1\\1.2.840.10008.1.2.1"}, """, EveryInstance),
            ("Series", """ "MetadataQuery":{"MainDicomSequences":"*inner*"}, """, "a11"),
            ("Series", """ "MetadataQuery":{"MainDicomTagsSignature":"*0040,0275*"}, """, "a11 a12 a21 b11"),

            ("Study", """ "MetadataQuery":{"4001":"Café 1"}, """, "a1"), ("Study", """ "MetadataQuery":{"4001":"CAFÉ*"}, """, "a1"),
                ("Study", """ "MetadataQuery":{"4001":"*fé 1\\x"}, """, ""),
            ("Study", """ "MetadataQuery":{"4001":"café 1"}, "CaseSensitive":true, """, ""),
            ("Study", """ "MetadataQuery":{"4001":"C*é ?"}, "CaseSensitive":true, """, "a1"),

            ("Study", """ "ParentPatient":"#a", """, "a1 a2"), ("Instance", """ "ParentPatient":"#a", """, "a111 a112 a121 a211"),
                ("Instance", """ "ParentStudy":"#a1", """, "a111 a112 a121"),
            ("Study", """ "ParentStudy":"#a1", """, "a1"), ("Instance", """ "ParentSeries":"#a12", """, "a121"),
            ("Series", """ "ParentPatient":"#b", "ParentStudy":"#a1", """, "b11"),
            ("Instance", """ "ParentSeries":"nothing", """, ""), ("Instance", """ "ParentStudy":"#a12", """, ""),
        ];
        foreach (var (level, more, found) in rows)
        {
            var body = _archive.Body(level, "", more);
            (await _archive.FindAsync(body)).ShouldBe(_archive.Sorted(found), body);
            if (!more.Contains("CaseSensitive", StringComparison.Ordinal))
                (await _archive.PostAsync("/tools/count-resources", body)).GetProperty("Count").GetInt32()
                    .ShouldBe(_archive.Sorted(found).Count, body);
        }

        foreach (var (query, found) in new[] { ("müller^änne", ""), ("Müller^Änne", "a1"), ("Mü*", "a1"), ("mü*", ""),
            (@"zoe\\Zoe", "b1") })
            (await _archive.FindAsync(_archive.Body("Study", $""" "PatientName":"{query}" """, """ "CaseSensitive":true, """)))
                .ShouldBe(_archive.Sorted(found), query);
        (await RefusalAsync("/tools/find", _archive.Body("Study", """ "PatientName":"Zoe" """, """ "CaseSensitive":true, "Since":1, """)))
            .ShouldBe((HttpStatusCode.BadRequest, 8));
        (await RefusalAsync("/tools/count-resources", _archive.Body("Study", "", """ "CaseSensitive":true, """)))
            .ShouldBe((HttpStatusCode.BadRequest, 3));
    }

    [LocalPostgresFact]
    public async Task orders_and_pages()
    {
        string By(string type, string key, string direction) => $$"""{"Type":"{{type}}","Key":"{{key}}","Direction":"{{direction}}"}""";
        (string Level, string[] Keys, string Found)[] rows =
        [
            // An empty date is a value.
            ("Study", [By("DicomTag", "StudyDate", "ASC")], "b1 a1 a2"), ("Study", [By("dicomtag", "0008,0020", "desc")], "a2 a1 b1"),
            // Text byte by byte, and as numbers: no number is 0.
            ("Series", [By("DicomTag", "SeriesNumber", "ASC")], "a21 a11 a12 b11"),
            ("Series", [By("DicomTagAsInt", "SeriesNumber", "ASC")], "b11 a21 a12 a11"),
            ("Series", [By("DicomTagAsFloat", "SeriesNumber", "DESC")], "a11 a12 a21 b11"),
            // What has no value comes last, whatever the direction, by whichever key.
            ("Study", [By("DicomTag", "StudyDescription", "ASC"), By("DicomTag", "StudyDate", "DESC")], "a1 a2 b1"),
            ("Study", [By("DicomTag", "StudyDescription", "DESC"), By("DicomTag", "StudyDate", "ASC")], "a1 b1 a2"),
            ("Study", [By("DicomTag", "PatientName", "ASC")], "a2 a1 b1"),
            ("Instance", [By("DicomTagAsInt", "SeriesNumber", "DESC"), By("MetadataAsInt", "IndexInSeries", "DESC")],
                "a112 a111 a121 a211 b111"),
            ("Instance", [By("MetadataAsFloat", "1", "DESC"), By("DicomTag", "StudyDate", "DESC"), By("Metadata", "SopClassUid", "ASC"),
                By("DicomTag", "SeriesInstanceUID", "ASC")], "a112 a211 a111 a121 b111"),
        ];
        foreach (var (level, keys, found) in rows)
        {
            var order = $""" "OrderBy":[{string.Join(",", keys)}], """;
            var all = await _archive.FindAsync(_archive.Body(level, "", order));
            all.ShouldBe(found.Split(' '), order);
            for (var since = 0; since <= all.Count; since++)
                (await _archive.FindAsync(_archive.Body(level, "", $""" {order} "Since":{since}, "Limit":2, """)))
                    .ShouldBe(all.Skip(since).Take(2), $"{order} {since}");
        }

        // A tag that sorts nothing, or a metadata that nothing has: all of them, by identifier.
        foreach (var key in new[] { By("DicomTag", "Rows", "DESC"), By("DicomTag", "SeriesNumber", "DESC"), By("Metadata", "4000", "DESC"),
            By("Metadata", "Origin", "DESC") })
            (await _archive.FindAsync(_archive.Body("Study", "", $""" "OrderBy":[{key}], """))).ShouldBe(_archive.Sorted(EveryStudy), key);
        (await _archive.FindAsync(_archive.Body("Study", "", """ "OrderBy":[], "Limit":0, "Since":0, """)))
            .ShouldBe(_archive.Sorted(EveryStudy));
        (await _archive.FindAsync(_archive.Body("Study", "", """ "Since":3, """))).ShouldBeEmpty();
    }

    [LocalPostgresFact]
    public async Task refuses_what_makes_no_sense()
    {
        const string Study = """ "Level":"Study","Query":{} """;
        (string Body, HttpStatusCode Status, int Error)[] rows =
        [
            ("[]", HttpStatusCode.BadRequest, 8), ("", HttpStatusCode.BadRequest, 8), ("{", HttpStatusCode.BadRequest, 8),
            ("{}", HttpStatusCode.BadRequest, 8),
            ("""{"Level":"Study"}""", HttpStatusCode.BadRequest, 8), ("""{"Query":{}}""", HttpStatusCode.BadRequest, 8),
            ("""{"Level":1,"Query":{}}""", HttpStatusCode.BadRequest, 8),
            ("""{"Level":"Study","Query":[]}""", HttpStatusCode.BadRequest, 8),
            ("""{"Level":"Nope","Query":{}}""", HttpStatusCode.BadRequest, 3),
            ("""{"Level":"Study","Query":{"PatientID":1}}""", HttpStatusCode.BadRequest, 8),
            ("""{"Level":"Study","Query":{"Nope":"x"}}""", HttpStatusCode.InternalServerError, 27),
            ("""{"Level":"Study","Query":{"StudyDate":"2020*"}}""", HttpStatusCode.BadRequest, 3),
            ("""{"Level":"Study","Query":{"StudyInstanceUID":"1.*"}}""", HttpStatusCode.BadRequest, 3),
            ($$"""{ {{Study}}, "Limit":-1 }""", HttpStatusCode.BadRequest, 3),
            ($$"""{ {{Study}}, "Since":-1 }""", HttpStatusCode.BadRequest, 3),
            ($$"""{ {{Study}}, "Limit":"1" }""", HttpStatusCode.BadRequest, 8),
            ($$"""{ {{Study}}, "Since":1.5 }""", HttpStatusCode.BadRequest, 8),
            ($$"""{ {{Study}}, "CaseSensitive":1 }""", HttpStatusCode.BadRequest, 8),
            ($$"""{ {{Study}}, "Expand":"yes" }""", HttpStatusCode.BadRequest, 8),
            ($$"""{ {{Study}}, "Labels":"x" }""", HttpStatusCode.BadRequest, 8),
            ($$"""{ {{Study}}, "Labels":[1] }""", HttpStatusCode.BadRequest, 8),
            ($$"""{ {{Study}}, "LabelsConstraint":"Some" }""", HttpStatusCode.BadRequest, 8),
            ($$"""{ {{Study}}, "MetadataQuery":[] }""", HttpStatusCode.BadRequest, 8),
            ($$"""{ {{Study}}, "MetadataQuery":{"LastUpdate":1} }""", HttpStatusCode.BadRequest, 8),
            ($$"""{ {{Study}}, "MetadataQuery":{"lastupdate":""} }""", HttpStatusCode.NotFound, 7),
            ($$"""{ {{Study}}, "ParentPatient":1 }""", HttpStatusCode.BadRequest, 8),
            ($$"""{ {{Study}}, "ParentSeries":"x" }""", HttpStatusCode.InternalServerError, 6),
            ($$"""{ {{Study}}, "OrderBy":{} }""", HttpStatusCode.BadRequest, 8),
            ($$"""{ {{Study}}, "OrderBy":["x"] }""", HttpStatusCode.BadRequest, 8),
            ($$"""{ {{Study}}, "OrderBy":[{"Type":"Tag","Key":"StudyDate","Direction":"ASC"}] }""", HttpStatusCode.BadRequest, 8),
            ($$"""{ {{Study}}, "OrderBy":[{"Type":"DicomTag","Key":"StudyDate"}] }""", HttpStatusCode.BadRequest, 8),
            ($$"""{ {{Study}}, "OrderBy":[{"Type":"DicomTag","Key":"StudyDate","Direction":"UP"}] }""", HttpStatusCode.BadRequest, 8),
            ($$"""{ {{Study}}, "OrderBy":[{"Type":"DicomTag","Key":"Nope","Direction":"ASC"}] }""", HttpStatusCode.InternalServerError, 27),
            ($$"""{ {{Study}}, "OrderBy":[{"Type":"Metadata","Key":"Nope","Direction":"ASC"}] }""", HttpStatusCode.NotFound, 7),
            ($$"""{ {{Study}}, "ResponseContent":"ID" }""", HttpStatusCode.BadRequest, 8),
            ($$"""{ {{Study}}, "ResponseContent":["Nope"] }""", HttpStatusCode.BadRequest, 3),
            ($$"""{ {{Study}}, "RequestedTags":"x" }""", HttpStatusCode.BadRequest, 8),
            ($$"""{ {{Study}}, "RequestedTags":["Nope"] }""", HttpStatusCode.InternalServerError, 27),
        ];
        foreach (var (body, status, error) in rows) (await RefusalAsync("/tools/find", body)).ShouldBe((status, error), body);
        foreach (var body in new[] { "[]", "{}", """{"Level":"Study"}""", """{"Query":{}}""" })
            (await RefusalAsync("/tools/count-resources", body)).ShouldBe((HttpStatusCode.BadRequest, 8), body);
        // What is no part of a count is not looked at.
        (await _archive.PostAsync("/tools/count-resources",
            _archive.Body("Study", "", """ "Since":-1, "Limit":"x", "OrderBy":1, "Expand":7, """))).GetProperty("Count")
            .GetInt32().ShouldBe(3);
        (await SharedServer.RefusalAsync(server.PostAsync("/tools/find", "[]"u8.ToArray())))
            .Details.ShouldBe("The body must contain a JSON object");
    }

    private async Task<(HttpStatusCode Status, int? Error)> RefusalAsync(string path, string body)
    {
        var (status, error, _) = await SharedServer.RefusalAsync(server.PostAsync(path, Encoding.UTF8.GetBytes(body), "application/json"));
        return (status, error);
    }

    private async Task<long> FilesOpenedAsync() =>
        (await server.TextAsync("/tools/metrics-prometheus")).Split('\n')
        .Where(line => line.StartsWith("orthanc_storage_cache_", StringComparison.Ordinal)
            && line.Contains("_count ", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
}
