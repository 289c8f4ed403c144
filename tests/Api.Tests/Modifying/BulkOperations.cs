using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.SharedServer;

namespace EventDicom.Api.Tests.Modifying;

[Collection(nameof(OneServer))]
public sealed class BulkOperations(SharedServer server)
{
    [LocalPostgresFact]
    public async Task anonymizes_resources_of_any_levels_as_one_world()
    {
        var (one, two) = (NewPatient(), NewPatient());
        var (study, series, _) = await server.UploadStudyAsync(one);
        var (_, _, instances) = await server.UploadStudyAsync(two);

        var answer = await server.AnswerAsync("/tools/bulk-anonymize",
            $$"""{"Resources":["{{study}}","{{series[0]}}","{{instances[0]}}"]}""");

        answer.GetProperty("IsAnonymization").GetBoolean().ShouldBeTrue();
        answer.GetProperty("InstancesCount").GetInt32().ShouldBe(5); // the series is of the study
        answer.GetProperty("Resources").EnumerateArray().Select(resource => resource.Text("Type")).ShouldBe(
            ["Instance", "Instance", "Instance", "Instance", "Instance", "Series", "Series", "Series", "Study", "Study",
                "Patient", "Patient"]);
        foreach (var resource in answer.GetProperty("Resources").EnumerateArray())
            (await server.ExistsAsync(resource.Text("Path")!)).ShouldBeTrue();
    }

    [LocalPostgresFact]
    public async Task modifies_at_the_level_that_is_named()
    {
        var (study, _, instances) = await server.UploadStudyAsync(NewPatient());

        var below = await server.AnswerAsync("/tools/bulk-modify",
            $$$"""{"Resources":["{{{instances[0]}}}"],"Replace":{"PatientComments":"x"}}""");
        (await server.JsonAsync($"/instances/{below.GetProperty("Resources")[0].Text("ID")}/study")).Text("ID").ShouldBe(study);

        var above = await server.AnswerAsync("/tools/bulk-modify",
            $$$"""{"Resources":["{{{instances[0]}}}"],"Level":"Study","Replace":{"PatientComments":"x"}}""");
        (await server.JsonAsync($"/instances/{above.GetProperty("Resources")[0].Text("ID")}/study")).Text("ID").ShouldNotBe(study);
    }

    // Of PatientID, StudyInstanceUID, SeriesInstanceUID and SOPInstanceUID: n are new, - are the old ones
    [LocalPostgresTheory]
    [InlineData("Patient", "\"Replace\":{\"PatientID\":\"NEW\"},\"Force\":true", "nnnn")]
    [InlineData("Study", "\"Force\":false", "-nnn")]
    [InlineData("Series", "\"Force\":false", "--nn")]
    [InlineData("Instance", "\"Force\":false", "---n")]
    [InlineData(null, "\"Force\":false", "---n")]
    [InlineData(null, "\"Replace\":{\"PatientID\":\"NEW\"},\"Force\":true", "nnnn")]
    [InlineData(null, "\"Replace\":{\"StudyInstanceUID\":\"2.25.NEW\"},\"Force\":true", "-nnn")]
    [InlineData(null, "\"Replace\":{\"SeriesInstanceUID\":\"2.25.NEW\"},\"Force\":true", "--nn")]
    public async Task makes_identifiers_anew_from_that_level_down(string? level, string options, string expected)
    {
        var (study, _, _) = await server.UploadStudyAsync(NewPatient());
        DicomTag[] identifiers = [DicomTag.PatientID, DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID];
        var sources = await server.DatasetsAsync($"/studies/{study}");
        var named = level is null ? "" : $"\"Level\":\"{level}\",";

        var answer = await server.AnswerAsync(
            "/tools/bulk-modify",
            $$"""{"Resources":["{{study}}"],{{named}}{{options.Replace("NEW", $"{NewPatient()}", StringComparison.Ordinal)}}}""");

        foreach (var resource in answer.GetProperty("Resources").EnumerateArray().Where(resource => resource.Text("Type") == "Instance"))
        {
            var result = DicomFile.Open(await server.BytesAsync($"{resource.Text("Path")}/file")).Dataset;
            string.Concat(identifiers.Select(tag => sources.Any(source => source.Value(tag) == result.Value(tag)) ? '-' : 'n'))
                .ShouldBe(expected);
        }
        (await RefusalAsync(server.AskAsync("/tools/bulk-modify", $$"""{"Resources":["{{study}}"],"Level":"Patient"}""")))
            .Error.ShouldBe(8);
    }

    [LocalPostgresTheory]
    [InlineData("bulk-modify")]
    [InlineData("bulk-anonymize")]
    [InlineData("bulk-delete")]
    [InlineData("bulk-content")]
    public async Task wants_a_list_of_resources(string route)
    {
        var isJob = route is "bulk-modify" or "bulk-anonymize";
        (await RefusalAsync(server.AskAsync($"/tools/{route}", "{}"))).Error.ShouldBe(15);
        foreach (var body in (string[])["""{"Resources":"x"}""", """{"Resources":[5]}"""])
            (await RefusalAsync(server.AskAsync($"/tools/{route}", body))).Error.ShouldBe(15, body);
        foreach (var body in (string[])["[]", "5", ""])
            (await RefusalAsync(server.AskAsync($"/tools/{route}", body))).Error.ShouldBe(isJob ? 15 : 8, body);
        using var nothing = await server.AskAsync($"/tools/{route}", """{"Resources":[]}""");
        nothing.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var unknown = await server.AskAsync($"/tools/{route}", """{"Resources":["x"]}""");
        unknown.StatusCode.ShouldBe(isJob ? HttpStatusCode.NotFound : HttpStatusCode.OK);
        if (route is "bulk-modify" or "bulk-content")
            (await RefusalAsync(server.AskAsync($"/tools/{route}", """{"Resources":[],"Level":"Foo"}"""))).Error.ShouldBe(3);
    }

    [LocalPostgresFact]
    public async Task deletes_what_is_there_and_passes_over_what_is_not()
    {
        var (study, series, instances) = await server.UploadStudyAsync(NewPatient());
        var (other, _, _) = await server.UploadStudyAsync(NewPatient());

        using var answer = await server.AskAsync("/tools/bulk-delete",
            $$"""{"Resources":["nope","{{study}}","{{series[0]}}","{{instances[0]}}"]}""");

        (await answer.Content.ReadAsStringAsync()).ShouldBeEmpty();
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        (await server.ExistsAsync($"/studies/{study}")).ShouldBeFalse();
        (await server.ExistsAsync($"/studies/{other}")).ShouldBeTrue();
    }

    [LocalPostgresFact]
    public async Task deletes_some_instances_of_a_series_and_leaves_its_parents_right()
    {
        var patient = NewPatient();
        var ids = new List<string>();
        for (var number = 1; number <= 7; number++)
            ids.Add((await server.UploadAsync(SyntheticInstance.Create(patient, series: number < 6 ? 1 : 2, instance: number)))
                .Text("ID")!);
        var study = (await server.JsonAsync($"/instances/{ids[0]}/study")).Text("ID");
        var before = (await server.JsonAsync($"/studies/{study}/statistics")).Text("DiskSize");

        // Two of five of one series, and all of the other; some more than once.
        using var answer = await server.AskAsync("/tools/bulk-delete",
            $$"""{"Resources":{{System.Text.Json.JsonSerializer.Serialize((string[])[ids[1], ids[3], ids[1], ids[5], ids[6]])}}}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);

        var series = (await server.JsonAsync($"/studies/{study}")).GetProperty("Series").EnumerateArray()
            .ShouldHaveSingleItem().GetString();
        (await server.JsonAsync($"/series/{series}")).GetProperty("Instances").EnumerateArray().Select(id => id.GetString())
            .ShouldBe([ids[0], ids[2], ids[4]], ignoreOrder: true);
        var after = await server.JsonAsync($"/studies/{study}/statistics");
        (after.GetProperty("CountInstances").GetInt32(), after.GetProperty("CountSeries").GetInt32()).ShouldBe((3, 1));
        long.Parse(after.Text("DiskSize")!, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBeLessThan(long.Parse(before!, System.Globalization.CultureInfo.InvariantCulture));
    }

    [LocalPostgresFact]
    public async Task shows_resources_or_what_is_above_and_below_them()
    {
        var (study, series, instances) = await server.UploadStudyAsync(NewPatient());

        var plain = await server.AnswerAsync("/tools/bulk-content", $$"""{"Resources":["nope","{{study}}","{{instances[0]}}"]}""");
        plain.EnumerateArray().Select(resource => resource.Text("ID")).ShouldBe([study, instances[0]]);
        plain[1].GetProperty("Metadata").Text("Origin").ShouldBe("RestApi");

        var related = await server.AnswerAsync("/tools/bulk-content",
            $$"""{"Resources":["{{study}}","{{instances[0]}}"],"Level":"Series","Short":true,"Metadata":false}""");
        related.EnumerateArray().Select(resource => resource.Text("ID")).ShouldBe(series, ignoreOrder: true);
        related[0].GetProperty("MainDicomTags").Names().ShouldContain("0020,000e");
        related[0].TryGetProperty("Metadata", out _).ShouldBeFalse();

        var owners = await server.AnswerAsync("/tools/bulk-content",
            $$"""{"Resources":["{{series[0]}}","{{series[1]}}"],"Level":"Patient","Full":true}""");
        owners.EnumerateArray().ShouldHaveSingleItem().GetProperty("MainDicomTags").GetProperty("0010,0020").Text("Name")
            .ShouldBe("PatientID");
    }
}
