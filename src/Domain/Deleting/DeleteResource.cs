using EventDicom.Domain.Instances;
using EventDicom.Domain.Patients;
using EventDicom.Domain.Resources;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;

namespace EventDicom.Domain.Deleting;

/// <summary>
/// Deletes a resource with all that lies below it; parents that are left empty go too. One event, whatever its size.
/// </summary>
public sealed record DeleteResource(ResourceLevel Level, OrthancId Id, Origin Origin)
{
    public ResourceDeleted Decide(HeldResource held, DateTimeOffset now)
    {
        var topmost = TopmostLeftEmpty(held);
        var fact = Level switch
        {
            ResourceLevel.Patient => new Fact(Id.Value, new PatientDeleted(Id, now)),
            ResourceLevel.Study => new(Id.Value, new StudyDeleted(Id, held.PatientId, topmost, now)),
            ResourceLevel.Series => new(Id.Value, new SeriesDeleted(Id, held.StudyId!.Value, held.PatientId, topmost, now)),
            _ => new(Id.Value, new InstanceDeleted(Id, held.SeriesId!.Value, held.StudyId!.Value, held.PatientId, topmost, now)),
        };
        return new(fact, RemainingAncestor(held, topmost));
    }

    // A parent is left empty when all of its instances lie below the resource.
    private ResourceLevel TopmostLeftEmpty(HeldResource held)
    {
        var topmost = Level;
        while (topmost > ResourceLevel.Patient && held.Instances[topmost - 1] == held.Instances[Level]) topmost--;
        return topmost;
    }

    private static (ResourceLevel, OrthancId)? RemainingAncestor(HeldResource held, ResourceLevel topmost) => topmost switch
    {
        ResourceLevel.Patient => null,
        ResourceLevel.Study => (ResourceLevel.Patient, held.PatientId),
        ResourceLevel.Series => (ResourceLevel.Study, held.StudyId!.Value),
        _ => (ResourceLevel.Series, held.SeriesId!.Value),
    };
}

/// <param name="RemainingAncestor">The closest resource above that is still there; <c>null</c> when none is.</param>
public sealed record ResourceDeleted(Fact Fact, (ResourceLevel Level, OrthancId Id)? RemainingAncestor);
