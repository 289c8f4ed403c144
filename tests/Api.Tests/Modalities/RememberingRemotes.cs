using EventDicom.Support.Postgres;
using Npgsql;

namespace EventDicom.Api.Tests.Modalities;

public sealed class RememberingRemotes(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [LocalPostgresFact]
    public async Task shows_every_node_what_one_was_told()
    {
        await TwoNodes.PutAsync(nodes.First, "/modalities/seen", """["MR", "h", 104]""");
        await TwoNodes.PutAsync(nodes.First, "/peers/seen",
            """{ "Url": "http://h", "Username": "alice", "Password": "p", "Site": "north", "HttpHeaders": { "X": "t" } }""");

        (await TwoNodes.JsonAsync(nodes.Second, "/modalities/seen/configuration")).Text("AET").ShouldBe("MR");
        var peer = await TwoNodes.JsonAsync(nodes.Second, "/peers?expand");
        peer.GetProperty("seen").Names().ShouldBe(["HttpHeaders", "Password", "Pkcs11", "Site", "Timeout", "Url", "Username"]);

        await TwoNodes.PutAsync(nodes.First, "/dicom-web/servers/seen", """{ "Url": "http://h", "HasDelete": true }""");
        (await TwoNodes.JsonAsync(nodes.Second, "/dicom-web/servers/seen")).Texts().ShouldContain("delete");

        await TwoNodes.DeleteAsync(nodes.Second, "/modalities/seen");
        (await TwoNodes.JsonAsync(nodes.First, "/modalities")).Texts().ShouldNotContain("seen");
    }

    [LocalPostgresFact]
    public async Task passes_over_the_modalities_of_the_configuration() =>
        (await TwoNodes.JsonAsync(nodes.First, "/modalities")).Texts().ShouldNotContain("configured");

    [LocalPostgresFact]
    public async Task survives_a_kill_and_a_rebuild_of_the_views()
    {
        await TwoNodes.PutAsync(nodes.First, "/modalities/kept", """["MR", "h", 104]""");
        await TwoNodes.PutAsync(nodes.First, "/modalities/kept", """["MR", "h", 105, "GE"]""");
        await TwoNodes.PutAsync(nodes.First, "/peers/kept",
            """{ "Url": "http://h", "Zone": "z", "A": "a", "HttpHeaders": { "X": "t" } }""");
        await TwoNodes.PutAsync(nodes.First, "/dicom-web/servers/kept", """["http://h/", "alice", "p"]""");
        var before = await DefinitionsAsync();

        await nodes.First.KillAsync();
        await nodes.First.StartAgainAsync();
        (await DefinitionsAsync()).ShouldBe(before);
        await TwoNodes.PostAsync(nodes.First, "/tools/reconstruct");
        (await DefinitionsAsync()).ShouldBe(before);

        // A name that was removed may be used again.
        await TwoNodes.DeleteAsync(nodes.First, "/modalities/kept");
        await TwoNodes.PutAsync(nodes.First, "/modalities/kept", """["MR", "h", 106]""");
        (await TwoNodes.JsonAsync(nodes.First, "/modalities/kept/configuration")).GetProperty("Port").GetInt32().ShouldBe(106);
    }

    [LocalPostgresFact]
    public async Task records_who_changed_what_once()
    {
        await TwoNodes.PutAsync(nodes.First, "/modalities/audited", """["MR", "h", 104]""");
        await TwoNodes.PutAsync(nodes.Second, "/modalities/audited", """["MR", "h", 104]""");
        await TwoNodes.DeleteAsync(nodes.First, "/modalities/audited");

        (await ColumnAsync(
            "select type || ' ' || (headers ->> 'remoteIp') from events.mt_events where stream_id = 'modality:audited' order by version"))
            .ShouldBe(["modality_configured 127.0.0.1", "modality_removed 127.0.0.1"]);
    }

    [LocalPostgresFact]
    public async Task keeps_passwords_out_of_the_events_and_erases_them()
    {
        const string Everything =
            "select data::text || coalesce(headers::text, '') from events.mt_events union all select definition::text from views.peers "
            + "union all select definition::text from views.dicomweb_servers";
        const string Secrets = "select secret::text from events.secrets where stream = 'peer:secret'";
        await TwoNodes.PutAsync(nodes.First, "/peers/secret", """["http://h", "alice", "first-password"]""");
        await TwoNodes.PutAsync(nodes.First, "/peers/secret",
            """{ "Url": "http://h", "Username": "alice", "Password": "second-password", "HttpHeaders": { "X": "bearer-token" } }""");
        await TwoNodes.PutAsync(nodes.First, "/peers/address", """["http://bob:third-password@h"]""");
        await TwoNodes.PutAsync(nodes.First, "/dicom-web/servers/secret", """["http://h", "alice", "fourth-password"]""");

        (await ColumnAsync(Everything)).ShouldNotBeEmpty();
        foreach (var secret in (string[])["first-password", "second-password", "third-password", "fourth-password", "bearer-token"])
            (await ColumnAsync(Everything)).ShouldNotContain(text => text.Contains(secret));
        (await ColumnAsync(Secrets)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            secret => secret.ShouldContain("second-password"),
            secret => secret.ShouldContain("bearer-token"),
            secret => secret.ShouldNotContain("first-password"));

        await TwoNodes.PutAsync(nodes.First, "/peers/secret", """["http://h"]""");
        (await ColumnAsync(Secrets)).ShouldBeEmpty();
        await TwoNodes.DeleteAsync(nodes.First, "/peers/address");
        const string OfServers = "select secret::text from events.secrets where stream = 'dicomweb-server:secret'";
        (await ColumnAsync(OfServers)).ShouldHaveSingleItem().ShouldContain("fourth-password");
        await TwoNodes.DeleteAsync(nodes.First, "/dicom-web/servers/secret");
        (await ColumnAsync(OfServers)).ShouldBeEmpty();
        (await ColumnAsync("select secret::text from events.secrets where stream = 'peer:address'")).ShouldBeEmpty();
    }

    [LocalPostgresFact]
    public async Task agrees_on_one_of_many_that_are_told_at_once()
    {
        await Task.WhenAll(Enumerable.Range(1, 16).Select(port =>
            TwoNodes.PutAsync(port % 2 == 0 ? nodes.First : nodes.Second, "/modalities/contested", $"""["MR", "h", {port}]""")));

        var agreed = await TwoNodes.TextAsync(nodes.First, "/modalities/contested/configuration");
        (await TwoNodes.TextAsync(nodes.Second, "/modalities/contested/configuration")).ShouldBe(agreed);
        (await ColumnAsync("select data -> 'Modality' ->> 'Port' from events.mt_events where stream_id = 'modality:contested'"))
            .ShouldBe(Enumerable.Range(1, 16).Select(port => $"{port}"), ignoreOrder: true);
    }

    private async Task<string> DefinitionsAsync() =>
        await TwoNodes.TextAsync(nodes.Second, "/modalities?expand") + await TwoNodes.TextAsync(nodes.Second, "/peers?expand")
        + await TwoNodes.TextAsync(nodes.Second, "/dicom-web/servers?expand");

    private async Task<IReadOnlyList<string>> ColumnAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(nodes.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var column = new List<string>();
        while (await rows.ReadAsync()) column.Add(rows.GetString(0));
        return column;
    }
}
