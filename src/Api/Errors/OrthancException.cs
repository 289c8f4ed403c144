using EventDicom.Domain;

namespace EventDicom.Api.Errors;

/// <summary>A request fails in a way that Orthanc's clients know. The error middleware turns it into the answer.</summary>
/// <param name="error">Decides message and, unless said otherwise, HTTP status.</param>
/// <param name="details">What the client can do about it; absent from the answer when null.</param>
/// <param name="httpStatus">Where the status is not the code's own, e.g. 413.</param>
public sealed class OrthancException(OrthancError error, string? details = null, int? httpStatus = null)
    : Exception(details ?? error.Message())
{
    public OrthancError Error { get; } = error;

    public string? Details { get; } = details;

    /// <summary>What programs can read of it; <c>null</c> for nothing.</summary>
    public ErrorPayload? Payload { get; init; }

    public int HttpStatus { get; } = httpStatus ?? error.HttpStatus();
}
