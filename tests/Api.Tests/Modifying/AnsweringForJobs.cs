using System.Text.Json;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.SharedServer;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>What the routes that make jobs answer, to who waits and to who does not.</summary>
[Collection(nameof(OneServer))]
public sealed class AnsweringForJobs(SharedServer server)
{
    private static readonly string[] s_counted = ["Description", "FailedInstancesCount", "ID", "InstancesCount", "IsAnonymization",
        "KeepSource", "ParentResources", "Path", "PatientID", "Resources", "Type"];

    [LocalPostgresTheory]
    [InlineData("patients", "modify", "Patient", 4)]
    [InlineData("studies", "modify", "Study", 4)]
    [InlineData("series", "modify", "Series", 2)]
    [InlineData("patients", "anonymize", "Patient", 4)]
    [InlineData("studies", "anonymize", "Study", 4)]
    [InlineData("series", "anonymize", "Series", 2)]
    public async Task answers_the_content_of_the_job_once_it_is_done(string level, string verb, string type, int instances)
    {
        var (start, patient) = await UploadAsync(level);

        var answer = await server.AnswerAsync($"/{level}/{start}/{verb}",
            $$$"""{"Replace":{"PatientID":"ASKED{{{patient}}}"},"Force":true,"Synchronous":true}""");

        answer.Names().ShouldBe(s_counted);
        (answer.Text("Description"), answer.Text("Type"), answer.GetProperty("IsAnonymization").GetBoolean())
            .ShouldBe(("REST API", type, verb == "anonymize"));
        (answer.GetProperty("InstancesCount").GetInt32(), answer.GetProperty("FailedInstancesCount").GetInt32()).ShouldBe((instances, 0));
        answer.Text("Path").ShouldBe($"/{level}/{answer.Text("ID")}");
        answer.Text("PatientID").ShouldBe(Domain.OrthancId.OfPatient($"ASKED{patient}").Value);
        answer.GetProperty("ParentResources").Texts().ShouldBe([start]);
        JsonSerializer.Serialize(answer.GetProperty("Resources")).ShouldBe($$"""[{"ID":"{{start}}","Type":"{{type}}"}]""");
        (await server.JsonAsync($"/patients/{answer.Text("PatientID")}")).GetProperty("MainDicomTags").Text("PatientID")
            .ShouldBe($"ASKED{patient}");
        (await server.JsonAsync($"{answer.Text("Path")}/instances")).GetArrayLength().ShouldBe(instances);
    }

    [LocalPostgresTheory]
    [InlineData("studies", "modify", """{"Synchronous":false}""", false)]
    [InlineData("studies", "modify", """{"Asynchronous":true}""", false)]
    [InlineData("series", "anonymize", """{"Asynchronous":true,"Priority":-5}""", false)]
    [InlineData("patients", "anonymize", """{"Synchronous":false,"Asynchronous":false}""", false)]
    [InlineData("studies", "modify", "{}", true)]
    [InlineData("studies", "modify", """{"Asynchronous":false}""", true)]
    [InlineData("studies", "anonymize", """{"Synchronous":true,"Asynchronous":true}""", true)]
    public async Task answers_who_does_not_wait_with_the_job(string level, string verb, string body, bool waits)
    {
        var (start, _) = await UploadAsync(level);

        var answer = await server.AnswerAsync($"/{level}/{start}/{verb}", body);

        answer.Names().ShouldBe(waits ? s_counted : ["ID", "Path"]);
        if (waits) return;
        answer.Text("Path").ShouldBe($"/jobs/{answer.Text("ID")}");
        var job = await server.Http.EndAsync(answer.Text("ID")!);
        (job.Text("Type"), job.Text("State"), job.GetProperty("Priority").GetInt32())
            .ShouldBe(("ResourceModification", "Success", body.Contains("-5") ? -5 : 0));
        job.GetProperty("Content").Names().ShouldBe(s_counted);
    }

    [LocalPostgresTheory]
    [InlineData("modify")]
    [InlineData("anonymize")]
    public async Task answers_the_file_of_an_instance_and_makes_neither_job_nor_instance(string verb)
    {
        var (_, _, instances) = await server.UploadStudyAsync(NewPatient());
        var jobs = (await server.JsonAsync("/jobs")).Texts();
        var count = (await server.JsonAsync("/statistics")).GetProperty("CountInstances").GetInt32();

        using var answer = await server.AskAsync($"/instances/{instances[0]}/{verb}", """{"Asynchronous":true,"KeepSource":false}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/dicom");
        (await answer.Content.ReadAsByteArrayAsync()).AsSpan(128, 4).ToArray().ShouldBe("DICM"u8.ToArray());
        (await server.JsonAsync("/jobs")).Texts().Except(jobs).ShouldBeEmpty();
        (await server.JsonAsync("/statistics")).GetProperty("CountInstances").GetInt32().ShouldBe(count);
        (await server.ExistsAsync($"/instances/{instances[0]}")).ShouldBeTrue();
    }

    [LocalPostgresTheory]
    [InlineData("bulk-modify", "modify")]
    [InlineData("bulk-anonymize", "anonymize")]
    public async Task lists_everything_that_a_bulk_has_made(string route, string verb)
    {
        var (one, _, _) = await server.UploadStudyAsync(NewPatient());
        var (_, _, instances) = await server.UploadStudyAsync(NewPatient());

        var answer = await server.AnswerAsync($"/tools/{route}", $$"""{"Resources":["{{one}}","{{instances[0]}}"],"Asynchronous":true}""");
        var job = await server.Http.EndAsync(answer.Text("ID")!);

        job.Text("Type").ShouldBe("ResourceModification");
        var content = job.GetProperty("Content");
        content.Names()
            .ShouldBe(["Description", "FailedInstancesCount", "InstancesCount", "IsAnonymization", "KeepSource",
                "ParentResources", "Resources"]);
        content.GetProperty("IsAnonymization").GetBoolean().ShouldBe(verb == "anonymize");
        content.GetProperty("InstancesCount").GetInt32().ShouldBe(5);
        content.GetProperty("ParentResources").Texts().ShouldBe([one, instances[0]], ignoreOrder: true);
        var resources = content.GetProperty("Resources").EnumerateArray().ToList();
        resources.ShouldAllBe(resource =>
            resource.EnumerateObject().Select(member => member.Name).SequenceEqual(new[] { "ID", "Path", "Type" }));
        resources.Select(resource => resource.Text("Type")).Distinct().ShouldBe(["Instance", "Series", "Study", "Patient"]);
        foreach (var resource in resources) (await server.JsonAsync(resource.Text("Path")!)).Text("ID").ShouldBe(resource.Text("ID"));
    }

    [LocalPostgresTheory]
    [InlineData("""{"Resources":[]}""", "bulk-modify")]
    [InlineData("""{"Resources":[]}""", "bulk-anonymize")]
    public async Task counts_the_instances_of_a_job_that_has_none(string body, string route)
    {
        var answer = await server.AnswerAsync($"/tools/{route}", body);

        (answer.GetProperty("InstancesCount").GetInt32(), answer.GetProperty("FailedInstancesCount").GetInt32()).ShouldBe((0, 0));
        answer.GetProperty("Resources").GetArrayLength().ShouldBe(0);
    }

    private async Task<(string Start, int Patient)> UploadAsync(string level)
    {
        var patient = NewPatient();
        var (study, series, _) = await server.UploadStudyAsync(patient);
        return (level switch { "patients" => (await server.JsonAsync($"/studies/{study}")).Text("ParentPatient")!, "studies" => study, _ =>
            series[0] }, patient);
    }
}
