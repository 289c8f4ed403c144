using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Resources;

[Collection(nameof(OneServer))]
public sealed class DeletingResources(SharedServer server)
{
    private readonly int _patient = SharedServer.NewPatient();

    [LocalPostgresFact]
    public async Task names_the_closest_ancestor_that_is_left()
    {
        var first = await server.UploadAsync(SyntheticInstance.Create(_patient));
        await server.UploadAsync(SyntheticInstance.Create(_patient, instance: 2));
        await server.UploadAsync(SyntheticInstance.Create(_patient, study: 2));

        (await DeleteAsync($"/instances/{first.Text("ID")}")).Text("Path").ShouldBe($"/series/{first.Text("ParentSeries")}");
        (await DeleteAsync($"/series/{first.Text("ParentSeries")}")).Text("Path").ShouldBe($"/patients/{first.Text("ParentPatient")}");
        (await server.GetAsync($"/studies/{first.Text("ParentStudy")}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await DeleteAsync($"/patients/{first.Text("ParentPatient")}")).ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [LocalPostgresFact]
    public async Task that_are_unknown_is_not_answered() =>
        (await SharedServer.RefusalAsync(server.DeleteAsync("/studies/unknown"))).ShouldBe((HttpStatusCode.NotFound, null, null));

    [LocalPostgresFact]
    public async Task lets_the_same_instance_come_back_as_new()
    {
        var instance = SyntheticInstance.Create(_patient);
        var first = await server.UploadAsync(instance);
        await DeleteAsync($"/studies/{first.Text("ParentStudy")}");

        var second = await server.UploadAsync(instance);

        second.Text("Status").ShouldBe("Success");
        second.Text("ID").ShouldBe(first.Text("ID"));
        (await server.BytesAsync($"/instances/{first.Text("ID")}/file")).ShouldBe(instance.ToBytes());
        (await server.JsonAsync($"/patients/{first.Text("ParentPatient")}/statistics")).GetProperty("CountInstances")
            .GetInt32().ShouldBe(1);
    }

    [LocalPostgresFact]
    public async Task while_others_upload_below_never_leaves_half_a_tree()
    {
        var series = (await server.UploadAsync(SyntheticInstance.Create(_patient))).Text("ParentSeries");
        var uploads = Enumerable.Range(2, 40).Select(number => server.UploadAsync(SyntheticInstance.Create(_patient, instance: number)));
        var deletions = Enumerable.Range(0, 10).Select(async _ => (await server.DeleteAsync($"/series/{series}")).Dispose());
        await Task.WhenAll([.. uploads, .. deletions]);

        var patient = Domain.OrthancId.OfPatient($"SYN{_patient}").Value;
        using var left = await server.GetAsync($"/patients/{patient}");
        if (left.StatusCode == HttpStatusCode.NotFound) return;
        var instances = await server.JsonAsync($"/patients/{patient}/instances");
        instances.GetArrayLength().ShouldBe((await server.JsonAsync($"/patients/{patient}/statistics"))
            .GetProperty("CountInstances").GetInt32());
        foreach (var instance in instances.EnumerateArray())
            (await server.JsonAsync($"/series/{instance.Text("ParentSeries")}")).GetProperty("Instances").Texts()
                .ShouldContain(instance.Text("ID"));
    }

    private async Task<JsonElement> DeleteAsync(string path)
    {
        using var answer = await server.DeleteAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("RemainingAncestor");
    }
}
