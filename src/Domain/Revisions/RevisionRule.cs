namespace EventDicom.Domain.Revisions;

/// <summary>What became of a change to something that has revisions.</summary>
public enum ChangeStatus
{
    Changed,

    /// <summary>There is no such resource.</summary>
    UnknownResource,

    /// <summary>The resource has nothing of that kind.</summary>
    Absent,

    /// <summary>Somebody changed it after the revision that the client names.</summary>
    OtherRevision,

    /// <summary>The client had to name the revision that it means, and named none.</summary>
    RevisionNeeded,
}

/// <summary>What became of a change.</summary>
/// <param name="Revision">That of the content afterwards, where it was changed.</param>
public readonly record struct ChangeResult(ChangeStatus Status, Revision Revision = default);

/// <summary>
/// Keeps one client from overwriting what another has changed meanwhile. A revision that a client names must be the current one; whether it
/// has to name one is configured (Orthanc's <c>CheckRevisions</c>).
/// </summary>
/// <param name="IsDemanded">Whether replacing and removing need a revision.</param>
public sealed record RevisionRule(bool IsDemanded)
{
    /// <param name="current">Of what is there; <c>null</c> when there is nothing, which needs no revision to be made.</param>
    /// <param name="named">What the client says that it has seen.</param>
    public ChangeStatus JudgeSetting(Revision? current, Revision? named) =>
        current is null ? ChangeStatus.Changed : Judge(current.Value, named);

    /// <inheritdoc cref="JudgeSetting"/>
    public ChangeStatus JudgeRemoving(Revision? current, Revision? named) =>
        named is null && IsDemanded ? ChangeStatus.RevisionNeeded
        : current is null ? ChangeStatus.Absent
        : Judge(current.Value, named);

    /// <summary>The number after this one: each change counts, and what was removed starts anew.</summary>
    public static long Next(Revision? current) => current is { } there ? there.Number + 1 : 0;

    private ChangeStatus Judge(Revision current, Revision? named) =>
        named is null ? IsDemanded ? ChangeStatus.RevisionNeeded : ChangeStatus.Changed
        : named == current ? ChangeStatus.Changed
        : ChangeStatus.OtherRevision;
}
