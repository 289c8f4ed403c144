namespace EventDicom.Domain.DicomWeb;

/// <summary>What became of a request to store as a whole.</summary>
public static class StoreOutcome
{
    private const int Ok = 200, Accepted = 202, BadRequest = 400, Conflict = 409;

    /// <summary>The status: the first that applies.</summary>
    public static int StatusOf(IReadOnlyCollection<StoredPart> parts) =>
        parts.Any(part => part.IsBad) ? BadRequest
        : parts.Any(part => part.IsStranger) ? Conflict
        : parts.All(part => part.Reason is null) ? Ok
        : parts.Any(part => part.Reason is null) ? Accepted
        : BadRequest;
}
