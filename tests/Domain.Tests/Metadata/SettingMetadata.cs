using EventDicom.Domain.Metadata;
using EventDicom.Domain.Resources;
using EventDicom.Domain.Revisions;

namespace EventDicom.Domain.Tests.Metadata;

public sealed class SettingMetadata
{
    private static readonly OrthancId s_patient = new("patient"), s_study = new("study"), s_series = new("series");
    private static readonly DateTimeOffset s_noon = DateTimeOffset.UnixEpoch;
    private static readonly HeldResource s_held = new(ResourceLevel.Series, s_series, s_patient, s_study, s_series,
        new Dictionary<ResourceLevel, int>(), IsProtected: false);
    private static readonly RevisionRule s_lenient = new(IsDemanded: false);

    [Fact]
    public void starts_with_revision_0_and_counts_on()
    {
        Set("a").Decide(s_held, null, s_lenient, s_noon).ShouldBe((
            new(ChangeStatus.Changed, Revision.Of("a")),
            new Fact("series", new MetadataSet(ResourceLevel.Series, s_series, s_patient, s_study, s_series, 1024, "a", 0, s_noon))));
        Set("a").Decide(s_held, new KeptValue("a", 4), s_lenient, s_noon).Result.Revision.ShouldBe(Revision.Of("a", 5));
    }

    [Fact]
    public void records_nothing_where_the_revision_is_another() =>
        (Set("b") with { Named = new(4, "other") }).Decide(s_held, new KeptValue("a", 4), s_lenient, s_noon)
        .ShouldBe((new(ChangeStatus.OtherRevision), null));

    [Fact]
    public void removes_what_is_there()
    {
        var command = new RemoveMetadata(ResourceLevel.Series, s_series, 1024, Named: null, Origin.Server);

        command.Decide(s_held, null, s_lenient, s_noon).ShouldBe((new(ChangeStatus.Absent), null));
        command.Decide(s_held, new KeptValue("a", 4), s_lenient, s_noon).ShouldBe((
            new(ChangeStatus.Changed), new Fact("series",
                new MetadataRemoved(ResourceLevel.Series, s_series, s_patient, s_study, s_series, 1024, s_noon))));
    }

    [Theory]
    [InlineData("mine", 1030)]
    [InlineData("RemoteAET", 3)]
    [InlineData("1031", 1031)]
    [InlineData("-1", -1)]
    [InlineData("65536", 65536)]
    [InlineData("other", null)]
    [InlineData("99999999999", null)]
    public void takes_names_and_numbers(string name, int? number) =>
        new MetadataNames(new Dictionary<string, int> { ["mine"] = 1030 }).NumberOf(name).ShouldBe(number);

    [Fact]
    public void leaves_the_system_what_is_its_own()
    {
        MetadataNames.IsOfSite(1023).ShouldBeFalse();
        MetadataNames.IsOfSite(1024).ShouldBeTrue();
        MetadataNames.IsOfSite(65535).ShouldBeTrue();
        MetadataNames.IsOfSite(65536).ShouldBeFalse();
        MetadataNames.OfSystem.Values.ShouldAllBe(number => !MetadataNames.IsOfSite(number));
    }

    private static SetMetadata Set(string value) => new(ResourceLevel.Series, s_series, 1024, value, Named: null, Origin.Server);
}
