using EventDicom.Domain.Errors;
using System.Text.Json;
using EventDicom.Domain.Modalities;

namespace EventDicom.Domain.Tests.Modalities;

public sealed class ConfiguringAPeer
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void is_recorded_without_what_is_secret()
    {
        var fact = Configure(null, Peer()).ShouldHaveSingleItem();

        fact.Stream.ShouldBe("peer:north");
        fact.Event.ShouldBeOfType<PeerConfigured>().ShouldSatisfyAllConditions(
            e => e.Name.ShouldBe("north"),
            e => e.Peer.Username.ShouldBe("alice"),
            e => e.ConfiguredAt.ShouldBe(s_noon));
        var recorded = JsonSerializer.Serialize(fact.Event, fact.Event.GetType());
        foreach (var secret in (string[])["password", "passphrase", "token"]) recorded.ShouldNotContain(secret);
    }

    [Fact]
    public void as_it_is_changes_nothing() => Configure(Peer(), Peer()).ShouldBeEmpty();

    [Fact]
    public void with_another_secret_is_recorded_too()
    {
        var known = Peer();
        Configure(known, known with { Secrets = known.Secrets with { Password = "another" } }).ShouldHaveSingleItem();
        Configure(known,
            known with { Secrets = known.Secrets with { HttpHeaders = new Dictionary<string, string> { ["Authorization"] = "other" } } })
            .ShouldHaveSingleItem();
    }

    [Fact]
    public void with_another_property_of_the_site_is_recorded()
    {
        var known = Peer();
        Configure(known,
            known with { Definition = known.Definition with { UserProperties = new Dictionary<string, string> { ["Floor"] = "4" } } })
            .ShouldHaveSingleItem();
    }

    [Fact]
    public void needs_a_user_where_there_is_a_password() =>
        Decide(null, new(new() { Url = "http://north/" }, new() { Password = "password" }))
        .Refused!.Error.ShouldBe(OrthancError.BadFileFormat);

    [Fact]
    public void needs_a_symbolic_name() =>
        new ConfigurePeer("a b", Peer(), Origin.Server).Decide(null, s_noon).Refused!.Error.ShouldBe(OrthancError.BadFileFormat);

    [Fact]
    public void can_be_undone()
    {
        var removal = new RemovePeer("north", Origin.Server);

        removal.Decide(Peer(), s_noon).Facts.ShouldHaveSingleItem().ShouldBe(new("peer:north", new PeerRemoved("north", s_noon)));
        removal.Decide(null, s_noon).Refused!.Error.ShouldBe(OrthancError.InexistentItem);
    }

    private static RemotePeer Peer() => new(
        new() { Url = "http://north/", Username = "alice", UserProperties = new Dictionary<string, string> { ["Floor"] = "3" } },
        new() { Password = "password", CertificateKeyPassword = "passphrase",
            HttpHeaders = new Dictionary<string, string> { ["Authorization"] = "token" } });

    private static IReadOnlyList<Fact> Configure(RemotePeer? known, RemotePeer peer) => Decide(known, peer).Facts;

    private static Decision Decide(RemotePeer? known, RemotePeer peer) =>
        new ConfigurePeer("north", peer, Origin.Server).Decide(known, s_noon);
}
