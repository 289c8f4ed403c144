using EventDicom.Dicom;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.SharedServer;

namespace EventDicom.Api.Tests.Modifying;

[Collection(nameof(OneServer))]
public sealed class ModifyingResources(SharedServer server)
{
    [LocalPostgresFact]
    public async Task answers_a_new_file_for_an_instance_and_stores_nothing()
    {
        var (_, _, instances) = await server.UploadStudyAsync(NewPatient());
        var before = await server.JsonAsync("/statistics");

        using var answer = await server.AskAsync($"/instances/{instances[0]}/modify",
            """{"Replace":{"PatientName":"New^Name"},"Remove":["StudyTime"]}""");

        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/dicom");
        var modified = DicomFile.Open(await answer.Content.ReadAsByteArrayAsync()).Dataset;
        modified.Value(DicomTag.PatientName).ShouldBe("New^Name");
        modified.Contains(DicomTag.StudyTime).ShouldBeFalse();
        (await server.JsonAsync("/statistics")).GetProperty("CountInstances").GetInt32()
            .ShouldBeGreaterThanOrEqualTo(before.GetProperty("CountInstances").GetInt32());
        (await server.ExistsAsync($"/instances/{instances[0]}")).ShouldBeTrue();
    }

    [LocalPostgresFact]
    public async Task makes_a_new_study_of_a_study()
    {
        var (study, series, instances) = await server.UploadStudyAsync(NewPatient());

        var answer = await server.AnswerAsync($"/studies/{study}/modify",
            """{"Replace":{"StudyDescription":"New"},"Remove":["StudyTime"]}""");

        answer.Text("Description").ShouldBe("REST API");
        answer.GetProperty("FailedInstancesCount").GetInt32().ShouldBe(0);
        answer.GetProperty("InstancesCount").GetInt32().ShouldBe(4);
        answer.GetProperty("IsAnonymization").GetBoolean().ShouldBeFalse();
        answer.Text("Type").ShouldBe("Study");
        answer.Text("Path").ShouldBe($"/studies/{answer.Text("ID")}");
        answer.GetProperty("ParentResources").Texts().ShouldBe([study]);

        var source = await server.JsonAsync($"/studies/{study}");
        var result = await server.JsonAsync(answer.Text("Path")!);
        answer.Text("PatientID").ShouldBe(source.Text("ParentPatient"));
        result.Text("ParentPatient").ShouldBe(source.Text("ParentPatient"));
        result.GetProperty("Series").GetArrayLength().ShouldBe(2);
        result.GetProperty("MainDicomTags").Text("StudyDescription").ShouldBe("New");
        result.Text("ModifiedFrom").ShouldBe(study);
        (await server.JsonAsync($"/series/{result.GetProperty("Series")[0].GetString()}")).Text("ModifiedFrom").ShouldBeOneOf(series);
        foreach (var instance in (await server.JsonAsync($"{answer.Text("Path")}/instances")).EnumerateArray())
            instance.Text("ModifiedFrom").ShouldBeOneOf(instances);
        (await server.JsonAsync($"/instances/{instances[0]}/metadata")).Texts().ShouldNotContain("ModifiedFrom");
    }

    [LocalPostgresFact]
    public async Task takes_the_level_from_the_route_and_the_instances_from_an_id_of_any_level()
    {
        var (study, series, _) = await server.UploadStudyAsync(NewPatient());

        var wider = await server.AnswerAsync($"/patients/{study}/anonymize", "{}");
        (wider.Text("Type"), wider.GetProperty("InstancesCount").GetInt32()).ShouldBe(("Patient", 4));

        var narrower = await server.AnswerAsync($"/studies/{series[0]}/anonymize", "{}");
        (narrower.Text("Type"), narrower.GetProperty("InstancesCount").GetInt32()).ShouldBe(("Study", 2));
    }

    [LocalPostgresFact]
    public async Task modifies_series_within_their_study_and_patients_as_a_whole()
    {
        var patient = NewPatient();
        var (study, series, _) = await server.UploadStudyAsync(patient);

        var one = await server.AnswerAsync($"/series/{series[0]}/modify", """{"Replace":{"SeriesDescription":"New"}}""");
        one.Text("Type").ShouldBe("Series");
        (await server.JsonAsync(one.Text("Path")!)).Text("ParentStudy").ShouldBe(study);

        var owner = (await server.JsonAsync($"/studies/{study}")).Text("ParentPatient");
        var whole = await server.AnswerAsync($"/patients/{owner}/modify",
            $$$"""{"Replace":{"PatientID":"MOVED{{{patient}}}"},"Force":true}""");
        whole.Text("Type").ShouldBe("Patient");
        whole.GetProperty("InstancesCount").GetInt32().ShouldBe(6);
        whole.Text("ID").ShouldBe(whole.Text("PatientID"));
        (await server.JsonAsync(whole.Text("Path")!)).GetProperty("MainDicomTags").Text("PatientID").ShouldBe($"MOVED{patient}");
    }

    [LocalPostgresFact]
    public async Task deletes_the_sources_when_they_are_not_to_be_kept()
    {
        var (study, _, instances) = await server.UploadStudyAsync(NewPatient());

        var answer = await server.AnswerAsync($"/studies/{study}/modify", """{"KeepSource":false}""");

        (await server.ExistsAsync($"/studies/{study}")).ShouldBeFalse();
        (await server.ExistsAsync($"/instances/{instances[3]}")).ShouldBeFalse();
        (await server.DatasetsAsync(answer.Text("Path")!)).Count.ShouldBe(4);
    }

    [LocalPostgresFact]
    public async Task works_in_the_background_when_asked()
    {
        var (study, _, _) = await server.UploadStudyAsync(NewPatient());

        var answer = await server.AnswerAsync($"/studies/{study}/modify", """{"Synchronous":false,"Priority":3}""");
        answer.Text("Path").ShouldBe($"/jobs/{answer.Text("ID")}");
        var job = await server.Http.EndAsync(answer.Text("ID")!);

        job.Text("State").ShouldBe("Success");
        job.Text("Type").ShouldBe("ResourceModification");
        job.GetProperty("Priority").GetInt32().ShouldBe(3);
        var content = job.GetProperty("Content");
        content.GetProperty("InstancesCount").GetInt32().ShouldBe(4);
        (await server.JsonAsync(content.Text("Path")!)).Text("ModifiedFrom").ShouldBe(study);
    }

    [LocalPostgresTheory]
    [InlineData("modify", """{"Replace":{"PatientID":"x"}}""", 400, 8)]
    [InlineData("modify", """{"Keep":["StudyInstanceUID","SeriesInstanceUID","SOPInstanceUID"],"Force":true}""", 400, 8)]
    [InlineData("modify", """{"Replace":{"Rows":"abc"}}""", 400, 15)]
    [InlineData("modify", """{"Replace":{"Nope":"abc"}}""", 500, 27)]
    [InlineData("modify", """{"Replace":[]}""", 400, 8)]
    [InlineData("modify", """{"Force":1}""", 400, 15)]
    [InlineData("modify", """{"Permissive":1}""", 400, 15)]
    [InlineData("modify", """[]""", 400, 15)]
    [InlineData("anonymize", """{"DicomVersion":"1999"}""", 400, 3)]
    [InlineData("anonymize", """nonsense""", 400, 15)]
    public async Task refuses_without_a_trace(string verb, string body, int status, int error)
    {
        var (study, series, _) = await server.UploadStudyAsync(NewPatient());
        var jobs = (await server.JsonAsync("/jobs")).Texts();

        foreach (var path in new[] { $"/studies/{study}", $"/series/{series[0]}" })
        {
            var refusal = await RefusalAsync(server.AskAsync($"{path}/{verb}", body));
            ((int)refusal.Status, refusal.Error).ShouldBe((status, error), path);
        }

        (await server.JsonAsync("/jobs")).Texts().Except(jobs).ShouldBeEmpty();
        (await server.JsonAsync($"/studies/{study}")).GetProperty("Series").GetArrayLength().ShouldBe(2);
    }

    [LocalPostgresTheory]
    [InlineData("/patients/nope/modify", """{"Replace":{"PatientID":"x"},"Force":true}""")]
    [InlineData("/studies/nope/modify", "{}")]
    [InlineData("/series/nope/anonymize", "{}")]
    [InlineData("/instances/nope/modify", "{}")]
    [InlineData("/instances/nope/anonymize", "{}")]
    public async Task knows_nothing_of_what_is_not_there(string path, string body)
    {
        var refusal = await RefusalAsync(server.AskAsync(path, body));
        (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.NotFound, 17));
    }

    [LocalPostgresFact]
    public async Task lets_no_study_come_to_a_patient_who_is_somebody_else()
    {
        var (mine, others) = (NewPatient(), NewPatient());
        var (study, _, _) = await server.UploadStudyAsync(mine);
        await server.UploadStudyAsync(others);

        var refusal = await RefusalAsync(server.AskAsync($"/studies/{study}/modify",
            $$$"""{"Replace":{"PatientID":"SYN{{{others}}}","PatientName":"Some^One"},"Force":true}"""));
        (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.BadRequest, 8));

        var answer = await server.AnswerAsync(
            $"/studies/{study}/modify",
            $$$"""{"Replace":{"PatientID":"SYN{{{others}}}","PatientName":"Synthetic^Patient{{{others}}}"},"Force":true}""");
        (await server.JsonAsync($"/patients/{answer.Text("PatientID")}")).GetProperty("Studies").GetArrayLength().ShouldBe(2);
    }

    [LocalPostgresFact]
    public async Task fails_with_the_reason_of_the_instance_and_leaves_no_result()
    {
        var (study, series, instances) = await server.UploadStudyAsync(NewPatient());

        // Each instance gets the UID of the one before: only the first can be stored.
        const string Body = """{"Replace":{"SOPInstanceUID":"2.25.424242","SeriesInstanceUID":"2.25.434343"},"Force":true}""";
        var refusal = await RefusalAsync(server.AskAsync($"/studies/{study}/modify", Body));
        (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.InternalServerError, 2018));
        instances.ShouldContain(instance => refusal.Details!.Contains(instance));
        var owner = (await server.JsonAsync($"/studies/{study}")).Text("ParentPatient");
        (await server.JsonAsync($"/patients/{owner}")).GetProperty("Studies").GetArrayLength().ShouldBe(1);

        // Permissive: what failed is counted, and its source stays
        var permissive = await server.AnswerAsync($"/studies/{study}/modify",
            Body.Replace("{\"Replace\"", "{\"Permissive\":true,\"KeepSource\":false,\"Replace\""));
        permissive.GetProperty("FailedInstancesCount").GetInt32().ShouldBe(3);
        (await server.DatasetsAsync(permissive.Text("Path")!)).Count.ShouldBe(1);
        (await server.DatasetsAsync($"/studies/{study}")).Count.ShouldBe(3);
        series.Length.ShouldBe(2);
    }
}
