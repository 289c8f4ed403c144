using EventDicom.Domain.Errors;
using EventDicom.Domain.Modalities;

namespace EventDicom.Domain.Tests.Modalities;

public sealed class ConfiguringAModality
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly RemoteModality s_scanner = new() { Aet = "CT", Host = "10.0.0.1", Port = 104 };

    [Fact]
    public void is_recorded_in_the_stream_of_its_name() =>
        Configure(null).ShouldHaveSingleItem().ShouldBe(new("modality:ct", new ModalityConfigured("ct", s_scanner, s_noon)));

    [Fact]
    public void replaces_what_had_the_name() =>
        Configure(s_scanner with { Port = 105 }).ShouldHaveSingleItem().Event.ShouldBeOfType<ModalityConfigured>()
        .Modality.Port.ShouldBe(104);

    [Fact]
    public void as_it_is_changes_nothing() => Configure(s_scanner with { }).ShouldBeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("é")]
    public void needs_a_symbolic_name(string name) =>
        new ConfigureModality(name, s_scanner, Origin.Server).Decide(null, s_noon).Refused!.Error.ShouldBe(OrthancError.BadFileFormat);

    [Fact]
    public void can_be_undone()
    {
        var removal = new RemoveModality("ct", Origin.Server);

        removal.Decide(s_scanner, s_noon).Facts.ShouldHaveSingleItem().ShouldBe(new("modality:ct", new ModalityRemoved("ct", s_noon)));
        removal.Decide(null, s_noon).Refused!.Error.ShouldBe(OrthancError.InexistentItem);
    }

    private static IReadOnlyList<Fact> Configure(RemoteModality? known) =>
        new ConfigureModality("ct", s_scanner, Origin.Server).Decide(known, s_noon).Facts;
}
