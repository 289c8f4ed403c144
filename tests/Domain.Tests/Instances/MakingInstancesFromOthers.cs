using static EventDicom.Domain.Tests.Instances.Arriving;

namespace EventDicom.Domain.Tests.Instances;

public sealed class MakingInstancesFromOthers
{
    private const string Job = "3fe6c1a0-53ab-4a5e-9b6f-0a6a0d8d1d11";

    private static readonly InstanceHeader s_source = Header(SyntheticInstance.Create());

    private static SourceInstance Source(bool anonymization = false) =>
        new(s_source.InstanceId, s_source.SeriesId, s_source.StudyId, s_source.PatientId, Job, anonymization);

    private static IReadOnlyList<Fact> Store(SyntheticInstance instance, SourceInstance? source, Holdings? holdings = null, string sha256 = "new", bool overwrite = false, bool same = true) =>
        new StoreInstance(Header(instance), new(sha256, "md5", 1), Door, overwrite, Guid.Empty, same, source).Decide(holdings ?? new(), Noon);

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
        Store(SyntheticInstance.Create(patient: 2), Source(anonymization: true)).Select(fact => fact.Event).OfType<InstanceStored>().Single()
            .Derivation.ShouldBe(new(null, s_source.InstanceId, Job));

    [Fact]
    public void says_nothing_of_a_parent_that_both_have_in_common()
    {
        var facts = Store(SyntheticInstance.Create(series: 2), Source());

        facts.Select(fact => fact.Event).OfType<SeriesOpened>().Single().Derivation.ShouldNotBeNull();
        facts.Select(fact => fact.Event).OfType<StudyOpened>().Single().Derivation.ShouldBeNull();
        facts.Select(fact => fact.Event).OfType<PatientOpened>().Single().Derivation.ShouldBeNull();
    }

    [Fact]
    public void again_changes_nothing_even_where_instances_are_overwritten()
    {
        var holdings = new Holdings();
        var made = SyntheticInstance.Create(patient: 2);
        Store(made, Source(), holdings).ShouldNotBeEmpty();

        Store(made, Source(), holdings, overwrite: true).ShouldBeEmpty();
        Store(made, Source(), holdings, sha256: "other").ShouldBeEmpty();
        Store(made, Source(), holdings, sha256: "other", overwrite: true).ShouldNotBeEmpty();
    }

    [Fact]
    public void from_outside_replaces_even_the_same_bytes_where_that_is_configured()
    {
        var holdings = new Holdings();
        var made = SyntheticInstance.Create();
        Store(made, null, holdings, same: false).ShouldNotBeEmpty();

        Store(made, null, holdings, overwrite: true, same: false).ShouldNotBeEmpty();
    }
}
