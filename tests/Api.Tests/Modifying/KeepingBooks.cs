using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.SharedServer;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>What the archive keeps of modifications beside their results.</summary>
[Collection(nameof(OneServer))]
public sealed class KeepingBooks(SharedServer server)
{
    // Which of patient, study, series and instance of the result say where they come from
    [LocalPostgresTheory]
    [InlineData("studies", "modify", "{}", "-xxx")]
    [InlineData("studies", "modify", """{"Replace":{"PatientID":"ASKED"},"Force":true}""", "xxxx")]
    [InlineData("studies", "modify", """{"Keep":["StudyInstanceUID"],"Force":true}""", "--xx")]
    [InlineData("series", "modify", "{}", "--xx")]
    [InlineData("series", "modify", """{"Keep":["SeriesInstanceUID"],"Force":true}""", "---x")]
    [InlineData("patients", "modify", """{"Replace":{"PatientID":"ASKED"},"Force":true}""", "xxxx")]
    [InlineData("series", "anonymize", "{}", "xxxx")]
    [InlineData("patients", "anonymize", "{}", "xxxx")]
    public async Task notes_the_source_where_the_result_is_another_resource(string level, string verb, string body, string expected)
    {
        var (_, _, instances) = await server.UploadStudyAsync(NewPatient());
        var sources = await ChainAsync(instances[0]);
        var start = level switch { "patients" => sources[0], "studies" => sources[1], _ => sources[2] };
        var name = verb == "modify" ? "ModifiedFrom" : "AnonymizedFrom";

        var answer = await server.AnswerAsync($"{start}/{verb}", body.Replace("ASKED", $"ASKED{NewPatient()}", StringComparison.Ordinal));

        var result = (await server.JsonAsync($"{answer.Text("Path")}/instances")).EnumerateArray()
            .Single(instance => instance.TryGetProperty(name, out var from) && from.GetString() == instances[0]);
        var results = await ChainAsync(result.Text("ID")!);
        for (var i = 0; i < results.Length; i++)
        {
            var metadata = await server.JsonAsync($"{results[i]}/metadata?expand");
            var source = sources[i][(sources[i].LastIndexOf('/') + 1)..];
            (metadata.TryGetProperty(name, out var from) ? from.GetString() : null)
                .ShouldBe(expected[i] == 'x' ? source : null, results[i]);
            (results[i] == sources[i]).ShouldBe(expected[i] == '-', results[i]);
            metadata.TryGetProperty(verb == "modify" ? "AnonymizedFrom" : "ModifiedFrom", out _).ShouldBeFalse();
        }
        foreach (var source in sources) (await server.JsonAsync($"{source}/metadata")).Texts().ShouldNotContain(name);
    }

    [LocalPostgresTheory]
    [InlineData("modify")]
    [InlineData("anonymize")]
    public async Task logs_that_resources_are_new_and_who_asked_for_them(string verb)
    {
        var (study, _, _) = await server.UploadStudyAsync(NewPatient());
        var last = (await server.JsonAsync("/changes?last")).GetProperty("Last").GetInt64();

        var answer = await server.AnswerAsync($"/studies/{study}/{verb}", "{}");

        var instances = (await server.JsonAsync($"{answer.Text("Path")}/instances")).EnumerateArray()
            .Select(instance => instance.Text("ID")!).ToList();
        var chain = new HashSet<string>();
        foreach (var instance in instances)
            chain.UnionWith((await ChainAsync(instance)).Select(path => path[(path.LastIndexOf('/') + 1)..]));
        var changes = (await server.JsonAsync($"/changes?since={last}&limit=100")).GetProperty("Changes").EnumerateArray()
            .Where(change => chain.Contains(change.Text("ID")!)).Select(change => change.Text("ChangeType")!)
            .Where(type => !type.StartsWith("Stable", StringComparison.Ordinal)).ToList();
        changes.Count(type => type == "NewInstance").ShouldBe(4);
        changes.Count(type => type == "NewSeries").ShouldBe(2);
        changes.Count(type => type == "NewStudy").ShouldBe(1);
        changes.Count(type => type == "NewPatient").ShouldBe(verb == "modify" ? 0 : 1);
        changes.ShouldAllBe(type => type.StartsWith("New", StringComparison.Ordinal));
        var metadata = await server.JsonAsync($"/instances/{instances[0]}/metadata?expand");
        (metadata.Text("Origin"), metadata.Text("RemoteIP")).ShouldBe(("RestApi", "127.0.0.1"));
    }

    [LocalPostgresTheory]
    [InlineData("modify", "ModifiedFrom")]
    [InlineData("anonymize", "AnonymizedFrom")]
    public async Task gives_an_instance_metadata_of_its_own(string verb, string from)
    {
        var (study, _, instances) = await server.UploadStudyAsync(NewPatient());
        var source = (await server.JsonAsync($"/instances/{instances[0]}/metadata")).Texts();

        var answer = await server.AnswerAsync($"/studies/{study}/{verb}", "{}");

        foreach (var instance in (await server.JsonAsync($"{answer.Text("Path")}/instances")).EnumerateArray())
        {
            (await server.JsonAsync($"/instances/{instance.Text("ID")}/metadata")).Texts().ShouldBe([.. source, from], ignoreOrder: true);
            (await server.JsonAsync($"/instances/{instance.Text("ID")}/attachments")).Texts().ShouldBe(["dicom"]);
        }
    }

    [LocalPostgresTheory]
    [InlineData("patients", "modify", """{"Replace":{"PatientID":"ASKED"},"Force":true,"KeepSource":false}""", 0)]
    [InlineData("studies", "modify", """{"KeepSource":false}""", 0)]
    [InlineData("studies", "anonymize", """{"KeepSource":false}""", 0)]
    [InlineData("series", "modify", """{"KeepSource":false}""", 2)]
    [InlineData("series", "anonymize", """{"KeepSource":false}""", 2)]
    [InlineData("studies", "modify", """{"KeepSource":true}""", 4)]
    [InlineData("studies", "anonymize", "{}", 4)]
    public async Task deletes_all_sources_only_where_they_are_not_to_be_kept(string level, string verb, string body, int left)
    {
        var (_, _, instances) = await server.UploadStudyAsync(NewPatient());
        var sources = await ChainAsync(instances[0]);
        var start = level switch { "patients" => sources[0], "studies" => sources[1], _ => sources[2] };

        var answer = await server.AnswerAsync($"{start}/{verb}", body.Replace("ASKED", $"ASKED{NewPatient()}", StringComparison.Ordinal));

        var there = 0;
        foreach (var instance in instances) there += await server.ExistsAsync($"/instances/{instance}") ? 1 : 0;
        there.ShouldBe(left);
        (await server.DatasetsAsync(answer.Text("Path")!)).Count.ShouldBe(level == "series" ? 2 : 4);
        answer.GetProperty("KeepSource").GetBoolean().ShouldBe(left == 4);
    }

    [LocalPostgresTheory]
    [InlineData("studies/STUDY/anonymize", "\"KeepSource\":false")]
    [InlineData("patients/PATIENT/modify", "\"KeepSource\":true")]
    [InlineData("tools/bulk-anonymize", "\"Resources\":[\"STUDY\"]")]
    public async Task counts_what_fails_where_that_is_permitted(string route, string option)
    {
        var (study, _, instances) = await server.UploadStudyAsync(NewPatient());
        var chain = await ChainAsync(instances[0]);

        // All instances get one UID: only the first can be stored.
        var body =
            $$$"""{"Permissive":true,"Force":true,"Replace":{"PatientID":"ASKED{{{NewPatient()}}}","SeriesInstanceUID":"2.25.{{{NewPatient()}}}","SOPInstanceUID":"2.25.5"},OPTION}"""
            .Replace("OPTION", option, StringComparison.Ordinal).Replace("STUDY", study, StringComparison.Ordinal);
        var answer =
            await server.AnswerAsync(
                $"/{route.Replace("STUDY", study, StringComparison.Ordinal).Replace("patients/PATIENT", chain[0][1..], StringComparison.Ordinal)}", body);

        (answer.GetProperty("InstancesCount").GetInt32(), answer.GetProperty("FailedInstancesCount").GetInt32()).ShouldBe((4, 3));
        // Of what failed the source stays, whatever is asked.
        (await server.JsonAsync($"/studies/{study}/instances")).GetArrayLength().ShouldBe(option == "\"KeepSource\":false" ? 3 : 4);
    }

    [LocalPostgresFact]
    public async Task deletes_nothing_when_the_job_fails_and_lists_the_failure()
    {
        var (study, _, _) = await server.UploadStudyAsync(NewPatient());
        var jobs = (await server.JsonAsync("/jobs")).Texts();

        // All instances get one UID: only the first can be stored.
        var refusal = await RefusalAsync(server.AskAsync(
            $"/studies/{study}/modify",
            $$$"""{"Replace":{"SeriesInstanceUID":"2.25.{{{NewPatient()}}}","SOPInstanceUID":"2.25.{{{NewPatient()}}}"},"Force":true,"KeepSource":false}"""));

        (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.InternalServerError, 2018));
        (await server.JsonAsync($"/studies/{study}/instances")).GetArrayLength().ShouldBe(4);
        var job = await server.JsonAsync($"/jobs/{(await server.JsonAsync("/jobs")).Texts().Except(jobs).ShouldHaveSingleItem()}");
        (job.Text("State"), job.GetProperty("ErrorCode").GetInt32(), job.Text("ErrorDetails")).ShouldBe(("Failure", 2018, refusal.Details));
        job.GetProperty("Content").TryGetProperty("ID", out _).ShouldBeFalse();
        job.GetProperty("Progress").GetInt32().ShouldBeLessThan(100);
    }

    [LocalPostgresFact]
    public async Task changes_no_instance_in_place_where_none_may_be_overwritten()
    {
        var (study, series, _) = await server.UploadStudyAsync(NewPatient());
        const string InPlace = "\"Keep\":[\"StudyInstanceUID\",\"SeriesInstanceUID\",\"SOPInstanceUID\"],\"Force\":true";

        foreach (var path in (string[])[$"/studies/{study}", $"/series/{series[0]}"])
        {
            foreach (var body in (string[])["{" + InPlace + "}", "{" + InPlace + ",\"KeepSource\":false}"])
                (await RefusalAsync(server.AskAsync($"{path}/modify", body))).Error.ShouldBe(8, path);
        }
    }

    /// <returns>Paths of the patient, study, series and instance.</returns>
    private async Task<string[]> ChainAsync(string instance) =>
    [
        $"/patients/{(await server.JsonAsync($"/instances/{instance}/patient")).Text("ID")}",
        $"/studies/{(await server.JsonAsync($"/instances/{instance}/study")).Text("ID")}",
        $"/series/{(await server.JsonAsync($"/instances/{instance}/series")).Text("ID")}", $"/instances/{instance}",
    ];
}
