using EventDicom.Domain.Revisions;

namespace EventDicom.Domain.Metadata;

/// <summary>Takes a metadata off a resource.</summary>
/// <inheritdoc cref="SetMetadata"/>
public sealed record RemoveMetadata(ResourceLevel Level, OrthancId Id, int Number, Revision? Named, Origin Origin)
{
    /// <inheritdoc cref="SetMetadata.Decide"/>
    public (ChangeResult Result, Fact? Fact) Decide(HeldResource held, KeptValue? current, RevisionRule rule, DateTimeOffset now)
    {
        var status = rule.JudgeRemoving(current?.Revision, Named);
        return status == ChangeStatus.Changed
            ? (new(status), new(Id.Value, new MetadataRemoved(Level, Id, held.PatientId, held.StudyId, held.SeriesId, Number, now)))
            : (new(status), null);
    }
}
