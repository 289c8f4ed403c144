using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.Modifying.Modifications;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>As in Orthanc, a route says the level of a modification, and its id, of whatever level, which instances.</summary>
[Collection(nameof(OneServer))]
public sealed class ActingAtTheLevelOfTheRoute(SharedServer server)
{
    [LocalPostgresFact]
    public async Task makes_one_series_of_a_study()
    {
        var (study, series, instances) = await server.UploadStudyAsync(SharedServer.NewPatient());

        var answer = await server.AnswerAsync($"/series/{study}/modify",
            """{"Replace":{"SeriesInstanceUID":"2.25.4711","SeriesDescription":"one"},"Force":true}""");

        (answer.Text("Type"), answer.GetProperty("InstancesCount").GetInt32()).ShouldBe(("Series", 4));
        (await server.JsonAsync($"{answer.Text("Path")}/instances?expand=false")).GetArrayLength().ShouldBe(4);
        (await server.JsonAsync($"{answer.Text("Path")}/study")).Text("ID").ShouldBe(study, "the study stays");
        answer.GetProperty("ParentResources").Texts().ShouldBe([study]);
        JsonSerializer.Serialize(answer.GetProperty("Resources")).ShouldBe($$"""[{"ID":"{{study}}","Type":"Study"}]""");
        foreach (var kept in series) (await server.ExistsAsync($"/series/{kept}")).ShouldBeTrue();
        instances.Length.ShouldBe(4);
    }

    [LocalPostgresTheory]
    [InlineData("series", "studies", "Series", 4)]
    [InlineData("studies", "series", "Study", 2)]
    [InlineData("studies", "instances", "Study", 1)]
    [InlineData("patients", "series", "Patient", 2)]
    [InlineData("studies", "patients", "Study", 4)]
    public async Task takes_the_instances_of_a_resource_of_another_level(string route, string of, string made, int count)
    {
        var (study, series, instances) = await server.UploadStudyAsync(SharedServer.NewPatient());
        var id = of switch
        {
            "patients" => (await server.JsonAsync($"/studies/{study}")).Text("ParentPatient")!,
            "studies" => study,
            "series" => series[0],
            _ => instances[0],
        };

        var answer = await server.AnswerAsync($"/{route}/{id}/anonymize", "{}");

        (answer.Text("Type"), answer.GetProperty("InstancesCount").GetInt32()).ShouldBe((made, count));
        answer.GetProperty("Resources")[0].Text("ID").ShouldBe(id);
        (await server.JsonAsync($"{answer.Text("Path")}/instances")).GetArrayLength().ShouldBeLessThanOrEqualTo(count);
        using var rebuilt = await server.PostAsync($"/{route}/{id}/reconstruct", []);
        rebuilt.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
