using System.Text.Json.Serialization;

namespace EventDicom.Domain;

/// <summary>The door through which something came in, spelled as Orthanc's metadata <c>Origin</c> spells it.</summary>
public enum OriginKind
{
    Unknown,
    DicomProtocol,
    RestApi,
    Plugins,
    Lua,
    WebDav,
}

/// <summary>Who asked for a change, through which door and from where. Every event carries it as metadata.</summary>
/// <param name="User">
/// Name of the HTTP user, or the one that a DICOM peer told unasked (PS3.7 annex D.3.3.7); <c>null</c> where there is none, empty when
/// nobody had to sign in.
/// </param>
/// <param name="RemoteIp">Address of the other side, <c>null</c> for the server itself.</param>
/// <param name="CorrelationId">The request or association that this change goes back to, through however many steps of jobs; <c>null</c>
/// for the server itself.</param>
public sealed record Origin(
    OriginKind Kind,
    string? User = null,
    string? RemoteIp = null,
    string? CallingAet = null,
    string? CalledAet = null,
    string? CorrelationId = null)
{
    /// <summary>What brought the change about directly: the step of a job (<see cref="Jobs.JobStepId"/>); <c>null</c> where it is the
    /// request itself.</summary>
    [JsonIgnore]
    public string? CausationId { get; init; }

    /// <summary>The span of whoever traces (W3C's <c>traceparent</c>); <c>null</c> as long as nobody does.</summary>
    [JsonIgnore]
    public string? TraceParent { get; init; }

    /// <summary>The server itself: stability, sweeping, purging.</summary>
    public static readonly Origin Server = new(OriginKind.Unknown);
}
