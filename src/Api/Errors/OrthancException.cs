namespace EventDicom.Api.Errors;

/// <summary>A request that is answered with one of Orthanc's errors.</summary>
/// <param name="details">Shown to the client; <c>null</c> for none.</param>
public sealed class OrthancException(OrthancError error, string? details = null) : Exception(details ?? OrthancErrorTable.Of(error).Message)
{
    public OrthancError Error { get; } = error;

    public string? Details { get; } = details;
}
