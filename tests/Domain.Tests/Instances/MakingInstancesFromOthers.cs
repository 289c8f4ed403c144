using static EventDicom.Domain.Tests.Instances.Arriving;

namespace EventDicom.Domain.Tests.Instances;

public sealed class MakingInstancesFromOthers
{
    private const string Job = "3fe6c1a0-53ab-4a5e-9b6f-0a6a0d8d1d11";

    private static readonly InstanceHeader s_source = Header(SyntheticInstance.Create());

    private static SourceInstance Source(bool anonymization = false) =>
        new(s_source.InstanceId, s_source.Parents, Job, anonymization);

    private static IReadOnlyList<Fact> Store(SyntheticInstance instance, SourceInstance source, params IEnumerable<Fact> past)
    {
        var holdings = new Holdings();
        foreach (var fact in past) holdings.Apply(fact.Event);
        return new StoreInstance(Header(instance), new("new", "md5", 1), Door, Guid.Empty, OverwriteRule.AsConfiguredUnlessSame, source)
            .Decide(holdings, OverwriteMode.Never, Noon);
    }

    [Fact]
    public void says_at_each_level_what_each_was_made_from()
    {
        var facts = Store(SyntheticInstance.Create(patient: 2), Source());

        facts.Select(fact => fact.Event).OfType<InstanceStored>().Single().Derivation.ShouldBe(new(s_source.InstanceId, null, Job));
        facts.Select(fact => fact.Event).OfType<SeriesOpened>().Single().Derivation.ShouldBe(new(s_source.SeriesId, null, Job));
        facts.Select(fact => fact.Event).OfType<StudyOpened>().Single().Derivation.ShouldBe(new(s_source.StudyId, null, Job));
        facts.Select(fact => fact.Event).OfType<PatientOpened>().Single().Derivation.ShouldBe(new(s_source.PatientId, null, Job));
    }

    [Fact]
    public void tells_anonymized_from_modified() =>
        Store(SyntheticInstance.Create(patient: 2), Source(anonymization: true)).Select(fact => fact.Event)
        .OfType<InstanceStored>().Single()
            .Derivation.ShouldBe(new(null, s_source.InstanceId, Job));

    [Fact]
    public void says_nothing_of_a_parent_that_both_have_in_common()
    {
        var facts = Store(SyntheticInstance.Create(series: 2), Source());

        facts.Select(fact => fact.Event).OfType<SeriesOpened>().Single().Derivation.ShouldNotBeNull();
        facts.Select(fact => fact.Event).OfType<StudyOpened>().Single().Derivation.ShouldBeNull();
        facts.Select(fact => fact.Event).OfType<PatientOpened>().Single().Derivation.ShouldBeNull();
    }

    [Theory]
    [InlineData(OverwriteRule.AsConfigured, OverwriteMode.Never, false, false)]
    [InlineData(OverwriteRule.AsConfigured, OverwriteMode.Always, true, true)]
    [InlineData(OverwriteRule.AsConfigured, OverwriteMode.IfChanged, false, true)]
    [InlineData(OverwriteRule.AsConfiguredUnlessSame, OverwriteMode.Never, false, false)]
    [InlineData(OverwriteRule.AsConfiguredUnlessSame, OverwriteMode.Always, false, true)]
    [InlineData(OverwriteRule.AsConfiguredUnlessSame, OverwriteMode.IfChanged, false, true)]
    [InlineData(OverwriteRule.AlwaysUnlessSame, OverwriteMode.Never, false, true)]
    [InlineData(OverwriteRule.AlwaysUnlessSame, OverwriteMode.Always, false, true)]
    [InlineData(OverwriteRule.AlwaysUnlessSame, OverwriteMode.IfChanged, false, true)]
    public void again_replaces_what_is_stored_as_who_brings_it_and_the_configuration_say(OverwriteRule rule, OverwriteMode configured,
        bool replacesSame, bool replacesOther)
    {
        var made = SyntheticInstance.Create(patient: 2);
        var holdings = new Holdings();
        foreach (var fact in Store(made, Source())) holdings.Apply(fact.Event);

        bool Replaces(string sha256) =>
            new StoreInstance(Header(made), new(sha256, "md5", 1), Door, Guid.Empty, rule).Decide(holdings, configured, Noon).Count > 0;
        (Replaces("new"), Replaces("other")).ShouldBe((replacesSame, replacesOther));
        Replaces("other").ShouldBe(replacesOther, "deciding changes nothing");
    }
}
