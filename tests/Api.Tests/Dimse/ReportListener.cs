using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;
using EventDicom.Dimse.Tests.Scu;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>Whoever has asked for storage commitment, and waits for the report.</summary>
internal sealed class ReportListener : IDisposable
{
    private readonly TaskCompletionSource<CommitmentReport> _report = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ScriptedPeer _peer;

    private ReportListener(DimseStatus status, Func<bool> rejects) => _peer = new(
        async (association, message) =>
        {
            var report = await CommitmentMessages.ReadAsync(association, message);
            await ScriptedPeer.RespondAsync(association, message, status);
            _report.TrySetResult(report);
        },
        request => rejects()
            ? new AssociationAnswer.Reject(new(RejectResult.Transient, RejectReason.LocalLimitExceeded))
            : ScriptedPeer.Accept(request, roles: request.User.Roles));

    public int Port => _peer.Called.Modality.Port;

    /// <param name="status">What it answers to reports.</param>
    /// <param name="rejects">Whether it rejects the next association.</param>
    public static ReportListener That(DimseStatus status = DimseStatus.Success, Func<bool>? rejects = null) =>
        new(status, rejects ?? (() => false));

    public Task<CommitmentReport> ReportAsync() => _report.Task.WaitAsync(TimeSpan.FromMinutes(1));

    public void Dispose() => _peer.Dispose();
}
