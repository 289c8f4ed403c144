namespace EventDicom.Domain.Resources;

/// <summary>The series, study and patient that an instance is in.</summary>
public sealed record Lineage(OrthancId SeriesId, OrthancId StudyId, OrthancId PatientId)
{
    /// <param name="level">Of a parent.</param>
    public OrthancId At(ResourceLevel level) => level switch
    {
        ResourceLevel.Patient => PatientId,
        ResourceLevel.Study => StudyId,
        _ => SeriesId,
    };
}
