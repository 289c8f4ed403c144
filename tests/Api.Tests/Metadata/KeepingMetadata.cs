using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Metadata;

[Collection(nameof(RevisingServer))]
public sealed class KeepingMetadata(RevisingServer server)
{
    [LocalPostgresFact]
    public async Task sets_shows_and_removes_them_at_every_level()
    {
        foreach (var path in await server.PathsAsync(SyntheticInstance.Create(SharedServer.NewPatient())))
        {
            var ofSystem = (await server.JsonAsync($"{path}/metadata")).Texts().ToArray();
            (await AskAsync(HttpMethod.Get, $"{path}/metadata/review")).ShouldBe((HttpStatusCode.NotFound, null, "", null));

            (await AskAsync(HttpMethod.Put, $"{path}/metadata/1030", "x")).ShouldBe((HttpStatusCode.OK, ETag(0, "x"), "", null));
            (await AskAsync(HttpMethod.Put, $"{path}/metadata/review", "é")).ShouldBe((HttpStatusCode.OK, ETag(0, "é"), "", null));

            (await server.JsonAsync($"{path}/metadata")).Texts().ShouldBe([.. ofSystem, "review", "1030"]);
            (await server.JsonAsync($"{path}/metadata?numeric")).EnumerateArray().Select(number => number.GetInt32()).TakeLast(2)
                .ShouldBe([1024, 1030]);
            (await server.JsonAsync($"{path}/metadata?expand")).Text("review").ShouldBe("é");
            (await server.JsonAsync($"{path}/metadata?expand&numeric")).Text("1024").ShouldBe("é");
            (await AskAsync(HttpMethod.Get, $"{path}/metadata/1024")).ShouldBe((HttpStatusCode.OK, ETag(0, "é"), "é", null));
            (await AskAsync(HttpMethod.Get, $"{path}/metadata/review", ifNoneMatch: ETag(0, "é")))
                .ShouldBe((HttpStatusCode.NotModified, ETag(0, "é"), "", null));
            (await AskAsync(HttpMethod.Get, $"{path}/metadata/review", ifNoneMatch: ETag(1, "é"))).Status.ShouldBe(HttpStatusCode.OK);
            var malformed = await AskAsync(HttpMethod.Get, $"{path}/metadata/review", ifNoneMatch: "\"aaa-bbb\"");
            (malformed.Status, malformed.ETag, malformed.Error).ShouldBe((HttpStatusCode.BadRequest, ETag(0, "é"), 3));

            await KeepsToRevisionsAsync(path);
            (await server.CountChangesAsync("UpdatedMetadata", path)).ShouldBe(6, "one for each change, none for each refusal");
        }
    }

    // A value of revision 0 is there.
    private async Task KeepsToRevisionsAsync(string path)
    {
        var review = $"{path}/metadata/review";
        foreach (var (named, status, error) in new (string?, HttpStatusCode, int)[]
            {
                (null, HttpStatusCode.Conflict, 43), (ETag(1, "é"), HttpStatusCode.Conflict, 43),
                (ETag(0, "e"), HttpStatusCode.Conflict, 43), ("none", HttpStatusCode.BadRequest, 3),
            })
        {
            foreach (var (method, value) in new[] { (HttpMethod.Put, "new"), (HttpMethod.Delete, null) })
            {
                var refused = await AskAsync(method, review, value, ifMatch: named);
                (refused.Status, refused.Error).ShouldBe((status, error), $"{method} {named}");
            }
        }
        (await AskAsync(HttpMethod.Put, review, "b", ifMatch: ETag(0, "é"))).ShouldBe((HttpStatusCode.OK, ETag(1, "b"), "", null));
        (await AskAsync(HttpMethod.Put, review, "b", ifMatch: ETag(1, "b").Trim('"')))
            .ShouldBe((HttpStatusCode.OK, ETag(2, "b"), "", null));
        (await AskAsync(HttpMethod.Delete, review, ifMatch: ETag(2, "b"))).ShouldBe((HttpStatusCode.OK, null, "", null));

        (await AskAsync(HttpMethod.Delete, review, ifMatch: ETag(2, "b"))).ShouldBe((HttpStatusCode.NotFound, null, "", null));
        (await AskAsync(HttpMethod.Delete, review)).Error.ShouldBe(43);
        (await AskAsync(HttpMethod.Get, review)).ShouldBe((HttpStatusCode.NotFound, null, "", null));
        (await AskAsync(HttpMethod.Put, review, "c", ifMatch: ETag(7, "nothing")))
            .ShouldBe((HttpStatusCode.OK, ETag(0, "c"), "", null), "it starts anew");
    }

    [LocalPostgresFact]
    public async Task refuses_what_users_may_not_change_and_what_is_not_there()
    {
        foreach (var path in await server.PathsAsync(SyntheticInstance.Create(SharedServer.NewPatient())))
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Put, HttpMethod.Delete])
            {
                foreach (var name in (string[])["LastUpdate", "TransferSyntax", "5", "1023", "-1", "65536"])
                    (await AskAsync(method, $"{path}/metadata/{name}", "x"))
                        .ShouldBe((HttpStatusCode.Forbidden, null, "", null), $"{method} {name}");
                var unknown = await AskAsync(method, $"{path}/metadata/nope", "x");
                (unknown.Status, unknown.Error).ShouldBe((HttpStatusCode.NotFound, 7));
                var nowhere = await AskAsync(method, $"{path[..^1]}g/metadata/1024", "x", ifMatch: ETag(0, ""));
                (nowhere.Status, nowhere.Error).ShouldBe((HttpStatusCode.NotFound, 17));
            }
            (await AskAsync(HttpMethod.Get, $"{path[..^1]}g/metadata")).Error.ShouldBe(17);
        }

        var patient = (await server.PathsAsync(SyntheticInstance.Create(SharedServer.NewPatient())))[0];
        foreach (var body in (byte[][])[[0xff, 0x20], [0x61, 0, 0x62]])
            (await server.AskAsync(HttpMethod.Put, $"{patient}/metadata/1024", body)).Error.ShouldBe(3);
        (await server.AskAsync(HttpMethod.Put, $"{patient}/metadata/1024", new byte[(4 << 20) + 1]))
            .Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await server.AskAsync(HttpMethod.Put, $"{patient}/metadata/1024", [])).ShouldBe((HttpStatusCode.OK, ETag(0, ""), "", null));
    }

    [LocalPostgresFact]
    public async Task lets_them_go_with_their_resources()
    {
        var patient = SharedServer.NewPatient();
        var instance = SyntheticInstance.Create(patient);
        var paths = await server.PathsAsync(instance);
        foreach (var path in paths) await AskAsync(HttpMethod.Put, $"{path}/metadata/1024", "x");
        (await server.JsonAsync($"{paths[1]}/metadata?expand")).Text("review").ShouldBe("x");
        using (var content = await server.PostAsync("/tools/bulk-content",
            Encoding.UTF8.GetBytes($$"""{"Resources":["{{paths[2][8..]}}"]}""")))
            JsonElement.Parse(await content.Content.ReadAsStringAsync())[0].GetProperty("Metadata").Text("review").ShouldBe("x");

        await server.PathsAsync(instance); // takes the place of the only instance, so that its parents are made anew
        foreach (var path in paths) (await server.JsonAsync($"{path}/metadata")).Texts().ShouldNotContain("review", path);

        foreach (var path in paths) await AskAsync(HttpMethod.Put, $"{path}/metadata/1024", "x");
        var other = (await server.PathsAsync(SyntheticInstance.Create(patient, instance: 2)))[3];
        await AskAsync(HttpMethod.Put, $"{other}/metadata/1024", "x");
        using (await server.DeleteAsync(paths[3])) { }
        await server.PathsAsync(instance);
        (await server.JsonAsync($"{paths[3]}/metadata")).Texts().ShouldNotContain("review");
        (await server.JsonAsync($"{paths[2]}/metadata")).Texts().ShouldContain("review");
        (await server.JsonAsync($"{other}/metadata")).Texts().ShouldContain("review");

        using (await server.DeleteAsync(paths[1])) { }
        await server.PathsAsync(instance);
        foreach (var path in paths) (await server.JsonAsync($"{path}/metadata")).Texts().ShouldNotContain("review", path);
    }

    private static string ETag(long revision, string value) =>
        $"\"{revision}-{Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(value)))}\"";

    private Task<(HttpStatusCode Status, string? ETag, string Body, int? Error)> AskAsync(
        HttpMethod method, string path, string? body = null, string? ifMatch = null, string? ifNoneMatch = null) =>
        server.AskAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), ifMatch, ifNoneMatch);
}
