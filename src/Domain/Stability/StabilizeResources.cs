using EventDicom.Domain.Patients;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;

namespace EventDicom.Domain.Stability;

/// <summary>A series, study or patient that is not stable yet, though nothing has arrived under it for a while.</summary>
public sealed record UnstableResource(ResourceLevel Level, OrthancId Id, OrthancId PatientId, OrthancId? StudyId);

/// <summary>Declares resources stable, child before parent, as Orthanc's log of changes orders them.</summary>
public static class StabilizeResources
{
    public static IReadOnlyList<Fact> Decide(IEnumerable<UnstableResource> unstable, DateTimeOffset now) =>
    [
        .. unstable.OrderByDescending(resource => resource.Level).Select(resource => new Fact(resource.Id.Value, resource.Level switch
        {
            ResourceLevel.Patient => new PatientStabilized(resource.Id, now),
            ResourceLevel.Study => new StudyStabilized(resource.Id, resource.PatientId, now),
            ResourceLevel.Series => new SeriesStabilized(resource.Id, resource.StudyId!.Value, resource.PatientId, now),
            _ => throw new ArgumentException("Instances do not become stable", nameof(unstable)),
        })),
    ];
}
