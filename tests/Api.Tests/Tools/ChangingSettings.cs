using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Tools;

[Collection(nameof(OneServer))]
public sealed class ChangingSettings(SharedServer server)
{
    [LocalPostgresFact]
    public async Task changes_the_default_encoding_and_says_how_it_is_spelled()
    {
        (await PutAsync("/tools/default-encoding", "utf8")).ShouldBe("Utf8");
        (await server.TextAsync("/tools/default-encoding")).ShouldBe("Utf8");
        (await SharedServer.RefusalAsync(server.PutAsync("/tools/default-encoding", "Klingon")))
            .ShouldBe((HttpStatusCode.BadRequest, 3, null));
        (await PutAsync("/tools/default-encoding", "Latin1")).ShouldBe("Latin1");
    }

    [LocalPostgresFact]
    public async Task accepts_the_transfer_syntaxes_that_match_a_pattern()
    {
        var all = (await server.JsonAsync("/tools/accepted-transfer-syntaxes")).Texts();
        all.Count.ShouldBeGreaterThan(40);

        using (var some = await server.PutAsync("/tools/accepted-transfer-syntaxes", """["1.2.840.10008.1.2.4.8?", "1.2.840.10008.1.2"]"""))
            some.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.JsonAsync("/tools/accepted-transfer-syntaxes")).Texts()
            .ShouldBe(["1.2.840.10008.1.2", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"]);
        (await SharedServer.RefusalAsync(server.PutAsync("/tools/accepted-transfer-syntaxes", "{}"))).Error.ShouldBe(15);
        (await SharedServer.RefusalAsync(server.PutAsync("/tools/accepted-transfer-syntaxes", "[1]"))).Error.ShouldBe(15);

        await PutAsync("/tools/accepted-transfer-syntaxes", "\"1.2.840.10008.1.*\"");
        (await server.JsonAsync("/tools/accepted-transfer-syntaxes")).Texts().ShouldBe(all);
    }

    [LocalPostgresFact]
    public async Task lists_the_SOP_classes_that_may_be_stored()
    {
        var classes = (await server.JsonAsync("/tools/accepted-sop-classes")).Texts();
        classes.ShouldContain("1.2.840.10008.5.1.4.1.1.2");
        classes.ShouldNotContain("1.2.840.10008.1.1", "Verification");
        classes.ShouldBe(classes.Order(StringComparer.Ordinal));
        using var put = await server.PutAsync("/tools/accepted-sop-classes", "[]");
        put.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [LocalPostgresTheory]
    [InlineData("/tools/unknown-sop-class-accepted", "0")]
    [InlineData("/tools/metrics", "1")]
    public async Task switches_flags(string path, string before)
    {
        (await server.TextAsync(path)).ShouldBe(before);
        (await PutAsync(path, before == "1" ? "false" : "true")).ShouldBe("");
        (await server.TextAsync(path)).ShouldNotBe(before);
        (await SharedServer.RefusalAsync(server.PutAsync(path, "2"))).Error.ShouldBe(15);
        (await PutAsync(path, before)).ShouldBe("");
        (await server.TextAsync(path)).ShouldBe(before);
    }

    [LocalPostgresFact]
    public async Task makes_parts_of_the_server_more_talkative()
    {
        (await server.TextAsync("/tools/log-level")).ShouldBe("default");
        (await PutAsync("/tools/log-level-jobs", "verbose")).ShouldBe("");

        foreach (var other in (string[])["generic", "plugins", "http", "sqlite", "dicom", "lua"])
            (await server.TextAsync($"/tools/log-level-{other}")).ShouldBe("default");
        (await server.TextAsync("/tools/log-level-jobs")).ShouldBe("verbose");
        (await server.TextAsync("/tools/log-level")).ShouldBe("verbose");
        (await SharedServer.RefusalAsync(server.PutAsync("/tools/log-level", "loud"))).Error.ShouldBe(3);
        (await SharedServer.RefusalAsync(server.GetAsync("/tools/log-level-nothing"))).Error.ShouldBe(17);

        await PutAsync("/tools/log-level", "default");
        (await server.TextAsync("/tools/log-level-jobs")).ShouldBe("default");
    }

    [LocalPostgresFact]
    public async Task forgets_tags_on_demand_runs_no_scripts_and_writes_no_files()
    {
        using var forgotten = await server.PostAsync("/tools/invalidate-tags", []);
        (forgotten.StatusCode, await forgotten.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.OK, ""));
        (await SharedServer.RefusalAsync(server.PostAsync("/tools/execute-script", "print(1)"u8.ToArray())))
            .ShouldBe((HttpStatusCode.Forbidden, 45, "Lua is not run here"));
        (await SharedServer.RefusalAsync(server.PostAsync("/instances/nobody/export", "/tmp/file"u8.ToArray())))
            .Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    private async Task<string> PutAsync(string path, string body)
    {
        using var answer = await server.PutAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return text;
    }
}
