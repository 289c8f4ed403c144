using EventDicom.Api.Tests.Modifying;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.SharedServer;

namespace EventDicom.Api.Tests.Labels;

[Collection(nameof(OneServer))]
public sealed class LabellingResources(SharedServer server)
{
    [LocalPostgresFact]
    public async Task keeps_the_labels_of_each_level()
    {
        var uploaded = await server.UploadAsync(SyntheticInstance.Create(NewPatient()));
        foreach (var path in (string[])
            [
                $"/patients/{uploaded.Text("ParentPatient")}", $"/studies/{uploaded.Text("ParentStudy")}",
                $"/series/{uploaded.Text("ParentSeries")}", $"/instances/{uploaded.Text("ID")}",
            ])
        {
            (await server.JsonAsync($"{path}/labels")).Texts().ShouldBeEmpty();

            await PutAsync($"{path}/labels/urgent");
            await PutAsync($"{path}/labels/AI-done");
            await PutAsync($"{path}/labels/urgent"); // once more changes nothing

            (await server.JsonAsync($"{path}/labels")).Texts().ShouldBe(["AI-done", "urgent"]);
            (await server.JsonAsync(path)).GetProperty("Labels").Texts().ShouldBe(["AI-done", "urgent"]);
            (await server.TextAsync($"{path}/labels/urgent")).ShouldBe("");
            (await OurLabelsAsync()).ShouldBe(["AI-done", "urgent"]);

            await DeleteAsync($"{path}/labels/urgent");
            await DeleteAsync($"{path}/labels/urgent");
            (await server.JsonAsync($"{path}/labels")).Texts().ShouldBe(["AI-done"]);
            (await RefusalAsync(server.GetAsync($"{path}/labels/urgent"))).ShouldBe((HttpStatusCode.NotFound, null, null));
        }

        await DeleteAsync($"/patients/{uploaded.Text("ParentPatient")}");
        (await OurLabelsAsync()).ShouldBeEmpty();
    }

    // Other tests label things on the same server.
    private async Task<IEnumerable<string?>> OurLabelsAsync() =>
        (await server.JsonAsync("/tools/labels")).Texts().Where(label => label is "AI-done" or "urgent");

    [LocalPostgresFact]
    public async Task refuses_what_is_no_label_and_what_is_not_there()
    {
        var study = (await server.UploadAsync(SyntheticInstance.Create(NewPatient()))).Text("ParentStudy");

        foreach (var label in (string[])["a%20b", "a.b", "gr%C3%B6%C3%9Fe", new('x', 65)])
        {
            var refusal = await RefusalAsync(server.PutAsync($"/studies/{study}/labels/{label}", ""));
            (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.BadRequest, 3), label);
        }
        (await server.JsonAsync($"/studies/{study}/labels")).Texts().ShouldBeEmpty();
        foreach (var refused in (Task<HttpResponseMessage>[])[server.GetAsync("/studies/nope/labels"),
            server.PutAsync("/studies/nope/labels/a", ""), server.DeleteAsync("/series/nope/labels/a")])
        {
            var refusal = await RefusalAsync(refused);
            (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.NotFound, 17));
        }
    }

    [LocalPostgresFact]
    public async Task copies_labels_to_results_only_when_asked()
    {
        var (study, series, instances) = await server.UploadStudyAsync(NewPatient());
        await PutAsync($"/studies/{study}/labels/of-study");
        await PutAsync($"/series/{series[1]}/labels/of-series");
        await PutAsync($"/instances/{instances[0]}/labels/of-instance");

        var without = await server.AnswerAsync($"/studies/{study}/modify", "{}");
        (await LabelsBelowAsync(without.Text("Path")!)).ShouldBe([]);

        var anonymous = await server.AnswerAsync($"/studies/{study}/anonymize", """{"KeepLabels":true}""");
        (await LabelsBelowAsync(anonymous.Text("Path")!)).ShouldBe(["of-instance", "of-series", "of-study"]);

        var split = await server.AnswerAsync($"/studies/{study}/split", $$"""{"Series":["{{series[1]}}"],"KeepLabels":true}""");
        (await LabelsBelowAsync($"/studies/{split.Text("TargetStudy")}")).ShouldBe(["of-series", "of-study"]);

        await server.AnswerAsync($"/studies/{split.Text("TargetStudy")}/merge", $$"""{"Resources":["{{study}}"],"KeepLabels":true}""");
        (await LabelsBelowAsync($"/studies/{split.Text("TargetStudy")}")).ShouldBe(["of-instance", "of-series", "of-study"]);
        foreach (var created in (string?[])[without.Text("PatientID"), anonymous.Text("PatientID")])
            await DeleteAsync($"/patients/{created}");
    }

    private async Task<IReadOnlyList<string?>> LabelsBelowAsync(string study)
    {
        var labels = (await server.JsonAsync(study)).GetProperty("Labels").Texts().ToList();
        foreach (var level in (string[])["series", "instances"])
            foreach (var resource in (await server.JsonAsync($"{study}/{level}")).EnumerateArray())
                labels.AddRange(resource.GetProperty("Labels").Texts());
        return [.. labels.Order(StringComparer.Ordinal)];
    }

    private async Task PutAsync(string path)
    {
        using var answer = await server.PutAsync(path, "");
        (answer.StatusCode, await answer.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.OK, ""), path);
    }

    private async Task DeleteAsync(string path)
    {
        using var answer = await server.DeleteAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
    }
}
