using EventDicom.Domain.Patients;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;

namespace EventDicom.Domain.Stability;

/// <summary>A series, study or patient under which nothing has arrived for a while.</summary>
public sealed record RestingResource(ResourceLevel Level, OrthancId Id, OrthancId PatientId, OrthancId? StudyId);

/// <summary>Declares resting resources stable, child before parent, as Orthanc's log of changes orders them.</summary>
public static class StabilizeResources
{
    public static IReadOnlyList<Fact> Decide(IEnumerable<RestingResource> resting, DateTimeOffset now) =>
    [
        .. resting.OrderByDescending(resource => resource.Level).Select(resource => new Fact(resource.Id.Value, resource.Level switch
        {
            ResourceLevel.Patient => new PatientStabilized(resource.Id, now),
            ResourceLevel.Study => new StudyStabilized(resource.Id, resource.PatientId, now),
            ResourceLevel.Series => new SeriesStabilized(resource.Id, resource.StudyId!.Value, resource.PatientId, now),
            _ => throw new ArgumentException("Instances do not become stable", nameof(resting)),
        })),
    ];
}
