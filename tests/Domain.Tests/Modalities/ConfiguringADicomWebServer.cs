using System.Text.Json;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Modalities;

namespace EventDicom.Domain.Tests.Modalities;

public sealed class ConfiguringADicomWebServer
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void is_recorded_without_what_is_secret()
    {
        var fact = Decide(null, Server()).Facts.ShouldHaveSingleItem();

        fact.Stream.ShouldBe("dicomweb-server:cloud");
        fact.Event.ShouldBeOfType<DicomWebServerConfigured>().ShouldSatisfyAllConditions(
            e => e.Name.ShouldBe("cloud"), e => e.Server.Username.ShouldBe("alice"), e => e.ConfiguredAt.ShouldBe(s_noon));
        var recorded = JsonSerializer.Serialize(fact.Event, fact.Event.GetType());
        foreach (var secret in (string[])["password", "token"]) recorded.ShouldNotContain(secret);
    }

    [Fact]
    public void as_it_is_changes_nothing() => Decide(Server(), Server()).Facts.ShouldBeEmpty();

    [Fact]
    public void with_another_secret_is_recorded_too() =>
        Decide(Server(), Server() with { Secrets = new() { Password = "another" } }).Facts.ShouldHaveSingleItem();

    [Fact]
    public void needs_a_user_where_there_is_a_password() =>
        Decide(null, new(new() { Url = "http://cloud/" }, new() { Password = "password" })).Refused!.Error
            .ShouldBe(OrthancError.BadFileFormat);

    [Fact]
    public void needs_a_symbolic_name() => new ConfigureDicomWebServer("a b", Server(), Origin.Server).Decide(null, s_noon).Refused!.Error
        .ShouldBe(OrthancError.BadFileFormat);

    [Fact]
    public void can_be_undone_once()
    {
        var removal = new RemoveDicomWebServer("cloud", Origin.Server);

        removal.Decide(Server(), s_noon).Facts.ShouldHaveSingleItem()
            .ShouldBe(new("dicomweb-server:cloud", new DicomWebServerRemoved("cloud", s_noon)));
        removal.Decide(null, s_noon).Refused!.Error.ShouldBe(OrthancError.ParameterOutOfRange);
    }

    [Theory]
    [InlineData(null, false, true)]
    [InlineData("1", true, true)]
    [InlineData("true", true, true)]
    [InlineData("0", false, false)]
    [InlineData("false", false, false)]
    [InlineData("perhaps", false, true)]
    public void has_flags_among_what_the_site_wrote_down(string? text, bool deletes, bool universal)
    {
        var written = text is null ? [] : new Dictionary<string, string>
        {
            [nameof(DicomWebServer.HasDelete)] = text, [nameof(DicomWebServer.HasWadoRsUniversalTransferSyntax)] = text,
        };
        var server = new DicomWebServer(new() { Url = "http://cloud/", UserProperties = written }, PeerSecrets.None);
        (server.HasDelete, server.HasWadoRsUniversalTransferSyntax).ShouldBe((deletes, universal));
    }

    private static DicomWebServer Server() => new(
        new() { Url = "http://cloud/", Username = "alice", UserProperties = new Dictionary<string, string> { ["HasDelete"] = "1" } },
        new() { Password = "password", HttpHeaders = new Dictionary<string, string> { ["Authorization"] = "token" } });

    private static Decision Decide(DicomWebServer? known, DicomWebServer server) =>
        new ConfigureDicomWebServer("cloud", server, Origin.Server).Decide(known, s_noon);
}
