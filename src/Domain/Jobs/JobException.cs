using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Jobs;

/// <summary>The job fails, for good, with this code and these words for the client.</summary>
public sealed class JobException(OrthancError error, string details) : Exception(details)
{
    public OrthancError Error { get; } = error;
}
