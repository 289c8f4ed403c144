using EventDicom.Domain.Stability;

namespace EventDicom.Domain.Tests.Stability;

public sealed class BecomingStable
{
    [Fact]
    public void is_recorded_for_series_then_studies_then_patients()
    {
        var now = DateTimeOffset.UnixEpoch;
        OrthancId patient = new("p"), study = new("t"), series = new("s");

        StabilizeResources.Decide(
        [
            new(ResourceLevel.Patient, patient, patient, null),
            new(ResourceLevel.Study, study, patient, null),
            new(ResourceLevel.Series, series, patient, study),
        ], now).ShouldBe(
        [
            new("s", new SeriesStabilized(series, study, patient, now)),
            new("t", new StudyStabilized(study, patient, now)),
            new("p", new PatientStabilized(patient, now)),
        ]);
    }
}
