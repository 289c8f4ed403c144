using EventDicom.Domain.Errors;
using EventDicom.Domain.Settings;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Worklists;

/// <summary>Has a worklist answered no longer.</summary>
public sealed record DeleteWorklist(string Id, WorklistEnd Why, Origin Origin)
{
    /// <summary>Says that there is no such worklist.</summary>
    public static readonly Refused Unknown = new(OrthancError.UnknownResource, "Worklist not found");

    /// <summary>The one that was saved then, and none that took its place; <c>null</c> for whichever there is.</summary>
    public DateTimeOffset? SavedAt { get; init; }

    /// <summary>Why a worklist is to go that nobody has asked to be deleted.</summary>
    /// <param name="hasStableStudy">Whether its study is here, and stable.</param>
    /// <returns><c>null</c> where it is to stay.</returns>
    public static WorklistEnd? Due(DateTimeOffset savedAt, bool hasStableStudy, WorklistOptions options, DateTimeOffset now) =>
        options.DeleteWorklistsDelay > 0 && now - savedAt > TimeSpan.FromHours(options.DeleteWorklistsDelay) ? WorklistEnd.Expired
        : options.DeleteWorklistsOnStableStudy && hasStableStudy ? WorklistEnd.StudyStable
        : null;

    /// <param name="savedAt">When that of the name was saved; <c>null</c> where there is none.</param>
    public Decision Decide(DateTimeOffset? savedAt, DateTimeOffset now) => savedAt is null ? Unknown
        : SavedAt is { } meant && meant != savedAt ? Accept()
        : Accept(new Fact(WorklistId.StreamOf(Id), new WorklistDeleted(Id, Why, now)));
}
