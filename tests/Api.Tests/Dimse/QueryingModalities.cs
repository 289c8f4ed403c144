using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>C-FIND to <c>dcmqrscp</c>, <c>wlmscpfs</c> and ourselves, and C-MOVE and C-GET of what was found.</summary>
[Collection(nameof(OneDicomServer))]
public sealed class QueryingModalities(DicomFixture server)
{
    private const int NobodyListens = 1;

    private readonly int _patient = SharedServer.NewPatient();

    [DcmtkFact]
    public async Task what_is_found_is_kept_and_shown_in_each_shape()
    {
        await StudiesAsync();
        var modality = await ItselfAsync();

        var query = await server.AnswerAsync(
            $"/modalities/{modality}/query",
            new { Level = "studies", Query = new Dictionary<string, string> { ["PatientID"] = $"SYN{_patient}", ["StudyDate"] = "" } });
        var path = query.GetProperty("Path").GetString()!;

        path.ShouldBe($"/queries/{query.GetProperty("ID").GetString()}");
        (await server.JsonAsync("/queries")).EnumerateArray().Select(id => $"/queries/{id.GetString()}").ShouldContain(path);
        (await server.JsonAsync(path)).EnumerateArray().Select(name => name.GetString())
            .ShouldBe(["answers", "level", "modality", "query", "retrieve"]);
        (await server.TextAsync($"{path}/level")).ShouldBe("Study");
        (await server.TextAsync($"{path}/modality")).ShouldBe(modality);
        (await server.JsonAsync($"{path}/query?simplify")).GetProperty("PatientID").GetString().ShouldBe($"SYN{_patient}");
        (await server.JsonAsync($"{path}/answers")).EnumerateArray().Select(index => index.GetString()).ShouldBe(["0", "1"]);
        (await server.JsonAsync($"{path}/answers/0")).EnumerateArray().Select(name => name.GetString())
            .ShouldBe(["content", "retrieve", "query-series", "query-instances"]);
        var content = await server.JsonAsync($"{path}/answers/0/content");
        content.GetProperty("0008,0052").GetProperty("Value").GetString().ShouldBe("STUDY");
        (await server.JsonAsync($"{path}/answers/0/content?short")).GetProperty("0008,0054").GetString().ShouldBe("ORTHANC");
        (await server.JsonAsync($"{path}/answers?expand&simplify")).EnumerateArray()
            .ShouldAllBe(answer => answer.GetProperty("PatientID").GetString() == $"SYN{_patient}");
        (await SharedServer.RefusalAsync(server.GetAsync($"{path}/answers/2/content"))).ShouldBeRefusal(HttpStatusCode.BadRequest, 3);
        (await SharedServer.RefusalAsync(server.GetAsync($"{path}/answers/x/content"))).ShouldBeRefusal(HttpStatusCode.BadRequest, 5);
        using (await server.DeleteAsync(path)) { }
        (await SharedServer.RefusalAsync(server.GetAsync(path))).ShouldBeRefusal(HttpStatusCode.NotFound, 17);
    }

    [DcmtkFact]
    public async Task answers_lead_to_what_lies_below_them()
    {
        await StudiesAsync();
        var study = await QueryAsync(await ItselfAsync(), "Study", ("PatientID", $"SYN{_patient}"), ("AccessionNumber", $"A{_patient}.2"));

        var series = (await server.AnswerAsync($"{study}/answers/0/query-series", "{}")).GetProperty("Path").GetString()!;
        var instances = (await server.AnswerAsync(
            $"{series}/answers/0/query-instances", """{"Query":{"InstanceNumber":"2"}}""")).GetProperty("Path").GetString()!;

        (await server.JsonAsync($"{series}/answers?expand&simplify")).EnumerateArray().Single()
            .GetProperty("StudyInstanceUID").GetString().ShouldBe($"2.25.1000.{_patient}.2");
        (await server.JsonAsync($"{instances}/answers?expand&simplify")).EnumerateArray().Single()
            .GetProperty("SOPInstanceUID").GetString().ShouldBe($"2.25.1000.{_patient}.2.1.2");
        (await SharedServer.RefusalAsync(server.AskAsync($"{series}/answers/0/query-studies", "{}")))
            .ShouldBeRefusal(HttpStatusCode.NotFound, 17);
    }

    [DcmtkFact]
    public async Task text_goes_there_and_comes_back_in_whatever_letters()
    {
        await server.UploadAsync(SyntheticInstance.Create(_patient)
            .With(DicomTag.SpecificCharacterSet, "CS", "ISO_IR 100").With(DicomTag.StudyDescription, "LO", "Crâne"));

        var found = await QueryAsync(await ItselfAsync(), "Study", ("PatientID", $"SYN{_patient}"), ("StudyDescription", "Crâ*"));

        (await server.JsonAsync($"{found}/answers/0/content?simplify")).GetProperty("StudyDescription").GetString().ShouldBe("Crâne");
    }

    [DcmtkFact]
    public async Task questions_that_make_no_sense_are_refused()
    {
        var path = $"/modalities/{await ItselfAsync()}/query";

        foreach (var (body, error) in ((string, int)[])
            [("{}", 15), ("""{"Level":"Nothing"}""", 3), ("""{"Level":"Study","Query":{"Nope":""}}""", 15),
             ("""{"Level":"Study","Query":{"PatientID":5}}""", 15), ("nonsense", 15)])
            (await SharedServer.RefusalAsync(server.AskAsync(path, body))).ShouldBeRefusal(HttpStatusCode.BadRequest, error);
        (await SharedServer.RefusalAsync(server.AskAsync("/modalities/unknown/query", """{"Level":"Study"}""")))
            .ShouldBeRefusal(HttpStatusCode.NotFound, 7);
        var nobody = await server.KnowAsync("NOBODY", NobodyListens);
        (await SharedServer.RefusalAsync(server.AskAsync($"/modalities/{nobody}/query", """{"Level":"Study"}""")))
            .ShouldBeRefusal(HttpStatusCode.InternalServerError, 9);
    }

    [DcmtkFact]
    public async Task a_question_that_the_modality_cannot_process_is_unprocessable()
    {
        // A wildcard in a date is none of the standard's.
        var (status, body) = await server.RefusedAsync(
            $"/modalities/{await ItselfAsync()}/query", """{"Level":"Study","Query":{"StudyInstanceUID":"1.2*"}}""");

        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        body.GetProperty("OrthancStatus").GetInt32().ShouldBe(9);
        body.GetProperty("ErrorPayload").GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)
            .Replace("\t", "", StringComparison.Ordinal).ShouldBe("""{"Type":"Dimse","Content":{"DimseErrorStatus":49152}}""");
    }

    [DcmtkFact]
    public async Task what_was_found_is_retrieved_by_C_MOVE()
    {
        await using var archive = await DcmtkServer.ArchiveAsync(("ORTHANC", server.Process.DicomPort));
        var modality = await SentAwayAsync(archive);
        var query = await QueryAsync(modality, "Study", ("PatientID", $"SYN{_patient}"));

        var content = await server.AnswerAsync($"{query}/answers/0/retrieve", "");
        (await StoredAsync()).ShouldBe(2);
        var all = await server.AnswerAsync($"{query}/retrieve", new { TargetAet = "ORTHANC", Simplify = true });
        var started = await server.AnswerAsync($"{query}/retrieve", new { Asynchronous = true });
        var job = await server.EndOfJobAsync(started.GetProperty("ID").GetString()!);

        content.GetProperty("LocalAet").GetString().ShouldBe("ORTHANC");
        content.GetProperty("RemoteAet").GetString().ShouldBe("ARCHIVE");
        content.GetProperty("TargetAet").GetString().ShouldBe("ORTHANC");
        var asked = content.GetProperty("Query").EnumerateArray().Single();
        asked.EnumerateObject().Select(key => key.Name).ShouldBe(["0008,0052", "0010,0020", "0020,000d"]);
        asked.GetProperty("0008,0052").GetString().ShouldBe("STUDY");
        all.GetProperty("Query")[0].GetProperty("QueryRetrieveLevel").GetString().ShouldBe("STUDY");
        (await StoredAsync()).ShouldBe(4);
        (job.GetProperty("Type").GetString(), job.GetProperty("State").GetString()).ShouldBe(("DicomMoveScu", "Success"));
    }

    [DcmtkFact]
    public async Task what_a_request_names_is_retrieved_by_C_MOVE_and_by_C_GET()
    {
        await using var archive = await DcmtkServer.ArchiveAsync(("ORTHANC", server.Process.DicomPort));
        var modality = await SentAwayAsync(archive);
        object Wanted(string study) => new
        {
            Level = "Study", Resources = (Dictionary<string, string>[])[new() { ["StudyInstanceUID"] = $"2.25.1000.{_patient}.{study}" }],
        };

        await server.AnswerAsync($"/modalities/{modality}/move", Wanted("1"));
        (await StoredAsync()).ShouldBe(2);
        using var answer = await server.AskAsync($"/modalities/{modality}/get", Wanted("2"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, archive.Said);
        var gotten = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync());

        (await StoredAsync()).ShouldBe(4);
        var detail = gotten.GetProperty("Details").EnumerateArray().Single();
        detail.GetProperty("DimseErrorStatus").GetInt32().ShouldBe(0);
        detail.GetProperty("Query").GetProperty("0020,000d").GetString().ShouldBe($"2.25.1000.{_patient}.2");
        var ids = detail.GetProperty("ReceivedInstancesIds").EnumerateArray().Select(id => id.GetString()!).ToList();
        ids.Count.ShouldBe(2);
        var metadata = await server.JsonAsync($"/instances/{ids[0]}/metadata?expand");
        metadata.GetProperty("Origin").GetString().ShouldBe("DicomProtocol");
        metadata.GetProperty("RemoteAET").GetString().ShouldBe("ARCHIVE");
    }

    [DcmtkFact]
    public async Task the_way_to_retrieve_is_that_of_the_request_or_of_the_modality()
    {
        await using var archive = await DcmtkServer.ArchiveAsync(("ORTHANC", server.Process.DicomPort));
        await SentAwayAsync(archive);
        var modality = await server.KnowAsync("ARCHIVE", archive.Port, ("RetrieveMethod", "C-GET"));
        var query = await QueryAsync(modality, "Study", ("PatientID", $"SYN{_patient}"));

        async Task<string?> TypeAsync(object body)
        {
            var started = await server.AnswerAsync($"{query}/retrieve", body);
            return (await server.EndOfJobAsync(started.GetProperty("ID").GetString()!)).GetProperty("Type").GetString();
        }

        (await TypeAsync(new { Asynchronous = true })).ShouldBe("DicomGetScu");
        (await TypeAsync(new { Asynchronous = true, RetrieveMethod = "C-MOVE" })).ShouldBe("DicomMoveScu");
        (await SharedServer.RefusalAsync(server.AskAsync($"{query}/retrieve", """{"RetrieveMethod":"C-STORE"}""")))
            .ShouldBeRefusal(HttpStatusCode.BadRequest, 3);
        foreach (var body in (string[])["123", "\"X\"", "[]"])
            (await SharedServer.RefusalAsync(server.AskAsync($"{query}/retrieve", body))).Status.ShouldBe(HttpStatusCode.BadRequest, body);
    }

    [DcmtkFact]
    public async Task a_retrieval_that_fails_tells_what_came_of_each()
    {
        await using var archive = await DcmtkServer.ArchiveAsync();
        var modality = await SentAwayAsync(archive);

        var (status, body) = await server.RefusedAsync($"/modalities/{modality}/move", new
        {
            Level = "Study", TargetAet = "STRANGER",
            Resources = (Dictionary<string, string>[])[new() { ["StudyInstanceUID"] = $"2.25.1000.{_patient}.1" }],
        });

        status.ShouldBe(HttpStatusCode.InternalServerError);
        body.GetProperty("OrthancStatus").GetInt32().ShouldBe(9);
        body.GetProperty("Details").GetString().ShouldNotBeNull()
            .ShouldStartWith("C-MOVE SCU to AET \"ARCHIVE\" has failed with DIMSE status 0xA801");
        var payload = body.GetProperty("ErrorPayload");
        payload.GetProperty("Type").GetString().ShouldBe("RetrieveJob");
        payload.GetProperty("Content")[0].GetProperty("DimseErrorStatus").GetInt32().ShouldBe(0xA801);
    }

    [DcmtkFact]
    public async Task worklists_are_asked_in_either_form()
    {
        await using var worklist = await DcmtkServer.WorklistAsync(Planned("P1", "CT"), Planned("P2", "MR"));
        var modality = await server.KnowAsync("WORKLIST", worklist.Port);
        var step = """{"Modality":"MR","ScheduledProcedureStepStartDate":""}""";

        var direct = await server.AnswerAsync(
            $"/modalities/{modality}/find-worklist", $$"""{"PatientID":"","ScheduledProcedureStepSequence":[{{step}}]}""");
        var wrapped = await server.AnswerAsync(
            $"/modalities/{modality}/find-worklist", """{"Query":{"PatientID":"P1"},"Full":true}""");

        var planned = direct.EnumerateArray().Single();
        planned.GetProperty("PatientID").GetString().ShouldBe("P2");
        planned.GetProperty("ScheduledProcedureStepSequence")[0].GetProperty("Modality").GetString().ShouldBe("MR");
        wrapped.EnumerateArray().Single().GetProperty("0010,0020").GetProperty("Value").GetString().ShouldBe("P1");
        (await SharedServer.RefusalAsync(server.AskAsync($"/modalities/{modality}/find-worklist", "{}")))
            .ShouldBeRefusal(HttpStatusCode.BadRequest, 15);
        await using var store = await DcmtkServer.StoreAsync();
        var (status, error, details) = await SharedServer.RefusalAsync(server.AskAsync(
            $"/modalities/{await server.KnowAsync("STORE", store.Port)}/find-worklist", """{"PatientID":""}"""));
        (status, error).ShouldBe((HttpStatusCode.InternalServerError, 2015));
        details.ShouldBe("Unable to negotiate a presentation context with AET \"STORE\"");
    }

    [DcmtkFact]
    public async Task the_routes_from_before_there_were_queries_still_answer()
    {
        await StudiesAsync();
        var found = await server.AnswerAsync(
            $"/modalities/{await ItselfAsync()}/find-study", new Dictionary<string, string> { ["PatientID"] = $"SYN{_patient}" });

        found.EnumerateArray().Select(study => study.GetProperty("StudyInstanceUID").GetString())
            .ShouldBe([$"2.25.1000.{_patient}.1", $"2.25.1000.{_patient}.2"], ignoreOrder: true);
        found[0].GetProperty("StudyDate").GetString().ShouldBe("20240102", "main tags are asked for, too");
    }

    [DcmtkFact]
    public async Task patients_are_found_with_what_lies_below_them()
    {
        await StudiesAsync();
        var modality = await ItselfAsync();

        var patient = (await server.AnswerAsync(
            $"/modalities/{modality}/find", new Dictionary<string, string> { ["PatientID"] = $"SYN{_patient}*" })).EnumerateArray().Single();
        var narrowed = await server.AnswerAsync(
            $"/modalities/{modality}/find",
            new Dictionary<string, string> { ["PatientID"] = $"SYN{_patient}", ["AccessionNumber"] = $"A{_patient}.2", ["Modality"] = "XX" });

        patient.GetProperty("PatientName").GetString().ShouldBe($"Synthetic^Patient{_patient}");
        var studies = patient.GetProperty("Studies").EnumerateArray().ToList();
        studies.Select(study => study.GetProperty("StudyInstanceUID").GetString())
            .ShouldBe([$"2.25.1000.{_patient}.1", $"2.25.1000.{_patient}.2"], ignoreOrder: true);
        foreach (var study in studies)
        {
            var series = study.GetProperty("Series").EnumerateArray().Single();
            series.GetProperty("SeriesInstanceUID").GetString().ShouldBe($"{study.GetProperty("StudyInstanceUID").GetString()}.1");
            series.GetProperty("Modality").GetString().ShouldBe("OT");
        }
        var only = narrowed[0].GetProperty("Studies").EnumerateArray().Single();
        only.GetProperty("StudyInstanceUID").GetString().ShouldBe($"2.25.1000.{_patient}.2");
        only.GetProperty("Series").GetArrayLength().ShouldBe(0);
    }

    // Strangers may not ask.
    private Task<string> ItselfAsync() => server.KnowAsync("ORTHANC", server.Process.DicomPort, ("LocalAet", "KNOWN"));

    private async Task<string> QueryAsync(string modality, string level, params IReadOnlyList<(string Tag, string Value)> keys)
    {
        var body = new { Level = level, Query = keys.ToDictionary(key => key.Tag, key => key.Value) };
        return (await server.AnswerAsync($"/modalities/{modality}/query", body)).GetProperty("Path").GetString()!;
    }

    // Two studies of a series with two instances.
    private async Task<IReadOnlyList<string>> StudiesAsync()
    {
        var studies = new List<string>();
        foreach (var study in (int[])[1, 2])
            foreach (var instance in (int[])[1, 2])
                studies.Add((await server.UploadAsync(SyntheticInstance.Create(_patient, study, instance: instance)))
                    .GetProperty("ParentStudy").GetString()!);
        return [.. studies.Distinct()];
    }

    // They are there, and not here any more.
    private async Task<string> SentAwayAsync(DcmtkServer archive)
    {
        var studies = await StudiesAsync();
        var modality = await server.KnowAsync("ARCHIVE", archive.Port);
        await server.AnswerAsync($"/modalities/{modality}/store", studies);
        foreach (var study in studies)
            using (await server.DeleteAsync($"/studies/{study}")) { }
        (await StoredAsync()).ShouldBe(0);
        return modality;
    }

    private async Task<int> StoredAsync() => (await server.FindAsync("Instance", ("PatientID", $"SYN{_patient}"))).Count;

    private static byte[] Planned(string patient, string modality) => SyntheticInstance.Create()
        .With(DicomTag.SOPClassUID, "UI", "1.2.276.0.7230010.3.1.0.1").With(DicomTag.PatientID, "LO", patient)
        .With(DicomTag.RequestedProcedureID, "SH", "R1").With(DicomTag.RequestedProcedureDescription, "LO", "Head")
        .WithSequence(DicomTag.ScheduledProcedureStepSequence, SyntheticDataset.Empty
            .With(DicomTag.ScheduledStationAETitle, "AE", "CT1").With(DicomTag.Modality, "CS", modality)
            .With(DicomTag.ScheduledProcedureStepStartDate, "DA", "20260101").With(DicomTag.ScheduledProcedureStepStartTime, "TM", "101500")
            .With(DicomTag.ScheduledPerformingPhysicianName, "PN", "Doctor^One")
            .With(DicomTag.ScheduledProcedureStepDescription, "LO", "Head").With(DicomTag.ScheduledProcedureStepID, "SH", "S1"))
        .ToBytes();
}
