using EventDicom.Domain.Revisions;

namespace EventDicom.Domain.Metadata;

/// <summary>Gives a metadata of a resource a value. Each time counts, the same value too.</summary>
/// <param name="Number">One that users may set.</param>
/// <param name="Named">The revision that is to be replaced, where the client names one.</param>
public sealed record SetMetadata(ResourceLevel Level, OrthancId Id, int Number, string Value, Revision? Named, Origin Origin)
{
    /// <returns>The fact to record, where the change is made.</returns>
    public (ChangeResult Result, Fact? Fact) Decide(HeldResource held, KeptValue? current, RevisionRule rule, DateTimeOffset now)
    {
        var status = rule.JudgeSetting(current?.Revision, Named);
        if (status != ChangeStatus.Changed) return (new(status), null);

        var revision = RevisionRule.Next(current?.Revision);
        return (
            new(status, Revision.Of(Value, revision)),
            new(Id.Value, new MetadataSet(Level, Id, held.PatientId, held.StudyId, held.SeriesId, Number, Value, revision, now)));
    }
}
