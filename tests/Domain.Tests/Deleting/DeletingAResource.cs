using EventDicom.Domain.Deleting;
using EventDicom.Domain.Resources;

namespace EventDicom.Domain.Tests.Deleting;

public sealed class DeletingAResource
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly OrthancId s_patient = new("patient"), s_study = new("study"), s_series = new("series"),
        s_instance = new("instance");

    private static ResourceDeleted Delete(ResourceLevel level, OrthancId id, params int[] instances)
    {
        var counts = instances.Select((count, above) => (Level: (ResourceLevel)above, count))
            .ToDictionary(entry => entry.Level, entry => entry.count);
        var held = new HeldResource(level, id, s_patient, level >= ResourceLevel.Study ? s_study : null,
            level >= ResourceLevel.Series ? s_series : null, counts, IsProtected: false);
        return new DeleteResource(level, id, Origin.Server).Decide(held, s_noon);
    }

    [Fact]
    public void leaves_parents_that_hold_more()
    {
        var deleted = Delete(ResourceLevel.Instance, s_instance, 9, 5, 3, 1);

        deleted.Fact.ShouldBe(new(s_instance.Value,
            new InstanceDeleted(s_instance, s_series, s_study, s_patient, ResourceLevel.Instance, s_noon)));
        deleted.RemainingAncestor.ShouldBe((ResourceLevel.Series, s_series));
    }

    [Fact]
    public void takes_with_it_each_parent_that_it_leaves_empty()
    {
        var deleted = Delete(ResourceLevel.Instance, s_instance, 9, 1, 1, 1);

        deleted.Fact.Event.ShouldBeOfType<InstanceDeleted>().Topmost.ShouldBe(ResourceLevel.Study);
        deleted.RemainingAncestor.ShouldBe((ResourceLevel.Patient, s_patient));
    }

    [Fact]
    public void of_the_last_study_removes_the_patient()
    {
        var deleted = Delete(ResourceLevel.Study, s_study, 7, 7);

        deleted.Fact.ShouldBe(new(s_study.Value, new StudyDeleted(s_study, s_patient, ResourceLevel.Patient, s_noon)));
        deleted.RemainingAncestor.ShouldBeNull();
    }

    [Fact]
    public void of_a_series_is_one_fact_whatever_its_size() =>
        Delete(ResourceLevel.Series, s_series, 1_000_002, 1_000_001, 1_000_000).Fact
            .ShouldBe(new(s_series.Value, new SeriesDeleted(s_series, s_study, s_patient, ResourceLevel.Series, s_noon)));

    [Fact]
    public void of_a_patient_is_one_fact() =>
        Delete(ResourceLevel.Patient, s_patient, 3).Fact.ShouldBe(new(s_patient.Value, new PatientDeleted(s_patient, s_noon)));
}
