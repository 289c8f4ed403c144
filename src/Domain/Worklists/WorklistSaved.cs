namespace EventDicom.Domain.Worklists;

/// <summary>A worklist was created, or took the place of the one that had the name before.</summary>
/// <param name="DataSet">All of it, in Explicit VR Little Endian: it is small, and exists nowhere else.</param>
public sealed record WorklistSaved(string Id, byte[] DataSet, DateTimeOffset SavedAt);
