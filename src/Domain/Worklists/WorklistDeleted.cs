namespace EventDicom.Domain.Worklists;

/// <summary>A worklist is no longer answered.</summary>
public sealed record WorklistDeleted(string Id, WorklistEnd Why, DateTimeOffset DeletedAt);
