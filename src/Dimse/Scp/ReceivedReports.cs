using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Domain;
using EventDicom.Domain.Committing;
using EventDicom.Domain.Errors;
using Microsoft.Extensions.Logging;

namespace EventDicom.Dimse.Scp;

/// <summary>
/// Takes what modalities report of storage commitment, whoever of the two has opened the association: recorded before it is answered.
/// </summary>
public sealed class ReceivedReports(CommitmentReading reading, CommitmentLedger ledger, ILogger<ReceivedReports> logger)
{
    /// <param name="reporter">The title of whoever reports.</param>
    /// <exception cref="AssociationEndedException">The association is over.</exception>
    public async Task AnswerAsync(Association association, ReceivedMessage message, string reporter, Origin origin)
    {
        var (status, problem) = await TryAsync(association, message, reporter, origin);
        if (problem is not null) Log.NotUnderstood(logger, message.Command, problem, reporter, association.Id);
        await association.SendAsync(
            message.Context.Id, CommandSet.ResponseTo(message.Command, status, problem), ct: CancellationToken.None);
    }

    private async Task<(DimseStatus Status, string? Problem)> TryAsync(
        Association association, ReceivedMessage message, string reporter, Origin origin)
    {
        try
        {
            var (report, status, problem) = await reading.ReadAsync(message);
            if (message.Command.EventType is not (CommitmentInformation.AllCommitted or CommitmentInformation.SomeFailed))
                return (DimseStatus.NoSuchEventType, "There are only events of types 1 and 2");
            if (report is null) return (status, problem);
            var command = new ReportCommitment(report.TransactionUid, reporter, report.Referenced, report.Failed, origin);
            return (await ledger.RunAsync(command, CancellationToken.None)).Refused is { } refused
                ? (DimseStatus.InvalidArgumentValue, refused.Reason)
                : (DimseStatus.Success, null);
        }
        catch (Exception failure) when (failure is not AssociationEndedException)
        {
            var known = KnownFailure.Of(failure);
            if (known is null) Log.CannotAnswer(logger, message.Command, reporter, association.Id, failure);
            return (DimseStatus.ProcessingFailure, known?.Details ?? "The report cannot be taken now");
        }
    }
}
