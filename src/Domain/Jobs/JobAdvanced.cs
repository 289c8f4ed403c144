using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Sending;

namespace EventDicom.Domain.Jobs;

/// <summary>A chunk of instances was handled.</summary>
/// <param name="Handled">Instances handled so far, those that failed included.</param>
/// <param name="Failures">Those of this chunk that failed, where failing ones are only counted.</param>
/// <param name="Runtime">Seconds that the steps have taken so far.</param>
/// <param name="Made">Which instances came out of which; <c>null</c> for a job that makes none, and in events of earlier versions.</param>
/// <param name="Sent">What came of each instance that was sent; <c>null</c> for a job that sends none.</param>
public sealed record JobAdvanced(
    string JobId, int Handled, IReadOnlyList<InstanceFailure> Failures, double Runtime, DateTimeOffset AdvancedAt,
    IReadOnlyList<MadeInstance>? Made = null, IReadOnlyList<SentInstance>? Sent = null);
