using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Modifying;

/// <summary>What was asked of a modification makes no sense, or cannot be done to this instance.</summary>
public sealed class ModificationException(OrthancError error, string details) : Exception(details)
{
    public OrthancError Error { get; } = error;
}
