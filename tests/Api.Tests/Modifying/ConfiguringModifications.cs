using EventDicom.Api.Tests.Jobs;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.Modifying.Modifications;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>On a server of its own, whose configuration has a say in modifications, and whose places for jobs can be held.</summary>
public sealed class ConfiguringModifications(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string InPlace = "\"Keep\":[\"StudyInstanceUID\",\"SeriesInstanceUID\",\"SOPInstanceUID\"],\"Force\":true";

    private const string Options = "\"OverwriteInstances\": true, \"DefaultPrivateCreator\": \"HOUSE\",";

    [LocalPostgresFact]
    public async Task changes_instances_in_place_where_they_may_be_overwritten()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString, options: Options);
        var uploaded = await server.UploadAsync(SyntheticInstance.Create(1));
        var (study, series, instance) = (uploaded.Text("ParentStudy"), uploaded.Text("ParentSeries"), uploaded.Text("ID"));

        var refusal = await SharedServer.RefusalAsync(
            server.AskAsync($"/studies/{study}/modify", "{" + InPlace + ",\"KeepSource\":false}"));
        (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.BadRequest, 8));

        var ofStudy = await server.AnswerAsync($"/studies/{study}/modify", "{" + InPlace + ",\"Replace\":{\"PatientComments\":\"x\"}}");
        var ofSeries = await server.AnswerAsync($"/series/{series}/modify", "{" + InPlace + ",\"Remove\":[\"StudyTime\"]}");

        (ofStudy.Text("ID"), ofSeries.Text("ID")).ShouldBe((study, series));
        var file = DicomFile.Open(await server.Http.GetByteArrayAsync(new Uri($"/instances/{instance}/file", UriKind.Relative))).Dataset;
        (file.At("PatientComments"), file.At("StudyTime"), file.At("SOPInstanceUID")).ShouldBe(("x", null, "2.25.1000.1.1.1.1"));
        (await server.Http.GetStringAsync(new Uri($"/series/{series}/instances", UriKind.Relative))).ShouldContain(instance!);
    }

    [LocalPostgresFact]
    public async Task names_the_creator_of_private_attributes_where_the_request_does_not()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString, options: Options);
        var uploaded = await server.UploadAsync(SyntheticInstance.Create(2));

        foreach (var (verb, option, creator) in ((string, string, string)[])
            [("modify", "", "HOUSE"), ("anonymize", "", "HOUSE"), ("modify", ",\"PrivateCreator\":\"OWN\"", "OWN"),
                ("anonymize", ",\"PrivateCreator\":\"OWN\"", "OWN")])
        {
            using var answer = await server.AskAsync($"/instances/{uploaded.Text("ID")}/{verb}",
                $$$"""{"Replace":{"000b,1001":"x"}{{{option}}}}""");
            var result = DicomFile.Open(await answer.Content.ReadAsByteArrayAsync()).Dataset;
            (result.At("000b,0010"), result.At("000b,1001")).ShouldBe((creator, "x"), verb);
        }
    }

    [LocalPostgresFact]
    public async Task tells_of_a_job_that_waits_what_is_known_and_of_its_results_when_it_is_done()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString);
        var uploaded = await server.UploadAsync(SyntheticInstance.Create(3));
        var other = await server.UploadAsync(SyntheticInstance.Create(4));
        var others = await server.FillPlacesAsync();
        var modified = await SubmitAsync($"/studies/{uploaded.Text("ParentStudy")}/modify",
            """{"Asynchronous":true,"Replace":{"StudyDescription":"New"}}""");
        var split = await SubmitAsync($"/studies/{uploaded.Text("ParentStudy")}/split",
            $$"""{"Asynchronous":true,"KeepSource":true,"Instances":["{{uploaded.Text("ID")}}"]}""");
        var merged = await SubmitAsync($"/studies/{other.Text("ParentStudy")}/merge",
            $$"""{"Asynchronous":true,"KeepSource":true,"Resources":["{{uploaded.Text("ID")}}"]}""");
        async Task<string> SubmitAsync(string path, string body) => (await server.AnswerAsync(path, body)).Text("ID")!;
        async Task<IEnumerable<string>> ContentAsync(string job) => (await server.JobAsync(job)).GetProperty("Content").Names();

        (await ContentAsync(modified)).ShouldBe(
            ["Description", "FailedInstancesCount", "InstancesCount", "IsAnonymization", "KeepSource", "ParentResources", "Resources"]);
        (await ContentAsync(split)).ShouldBe(["Description", "FailedInstancesCount", "InstancesCount", "TargetStudy", "TargetStudyUID"]);
        (await ContentAsync(merged)).ShouldBe(["Description", "FailedInstancesCount", "InstancesCount", "TargetStudy"]);
        (await server.ControlAsync(modified, "cancel")).ShouldBe(HttpStatusCode.OK);
        (await server.JobAsync(modified)).GetProperty("ErrorCode").GetInt32().ShouldBe(37);
        (await server.ControlAsync(modified, "resubmit")).ShouldBe(HttpStatusCode.OK);
        foreach (var job in others) server.Kind.Open(job);

        foreach (var job in (string[])[modified, split, merged]) await server.UntilAsync(job, "Success");
        (await ContentAsync(modified)).ShouldBe(
            ["Description", "FailedInstancesCount", "ID", "InstancesCount", "IsAnonymization", "KeepSource", "ParentResources", "Path",
                "PatientID", "Resources", "Type"]);
        var result = (await server.JobAsync(modified)).GetProperty("Content").Text("Path");
        (await server.Http.GetStringAsync(new Uri(result!, UriKind.Relative))).ShouldContain("\"New\"");
    }
}
