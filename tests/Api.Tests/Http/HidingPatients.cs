using System.Text.Json;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Http;

/// <summary>Orthanc's <c>PatientLevelEnabled</c>: the routes of patients are gone, and patients are there for all others.</summary>
public sealed class HidingPatients(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [PostgresFact]
    public async Task has_no_route_of_patients_and_all_others()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString, options: "\"PatientLevelEnabled\": false,");
        var stored = await server.UploadAsync(SyntheticInstance.Create(1));
        var patient = stored.Text("ParentPatient");

        foreach (var route in RegisteredRoute.Of(server).Where(route => route.Segments is ["patients", ..]))
        {
            using var request = new HttpRequestMessage(new(route.Method),
                route.Path((_, name) => name == "id" ? patient! : "0")) { Content = route.Method is "GET" or "DELETE"
                ? null : new StringContent("{}") };
            (await SharedServer.RefusalAsync(server.Http.SendAsync(request))).ShouldBe((HttpStatusCode.NotFound, 17, null), $"{route}");
        }
        var study = JsonElement.Parse(
            await server.Http.GetStringAsync(new Uri($"/studies/{stored.Text("ParentStudy")}", UriKind.Relative)));
        study.Text("ParentPatient").ShouldBe(patient);
        JsonElement.Parse(await server.Http.GetStringAsync(new Uri($"/studies/{study.Text("ID")}/patient", UriKind.Relative))).Text("ID")
            .ShouldBe(patient);
    }
}
