using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Domain;
using EventDicom.Domain.Committing;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs.Controlling;
using Microsoft.Extensions.Logging;

namespace EventDicom.Dimse.Scp;

/// <summary>
/// N-ACTION of storage commitment (PS3.4 section J.3.2): answered when a job is submitted that looks whether the instances are safe, and
/// calls back.
/// </summary>
public sealed class CommitmentScp(
    CommitmentReading reading, JobSubmission jobs, ICommitments commitments, ILogger<CommitmentScp> logger) : IScpService
{
    public CommandField Request => CommandField.NActionRequest;

    public IReadOnlyList<string> SopClasses { get; } = [DicomUID.StorageCommitmentPushModel];

    public async Task AnswerAsync(ScpSession session, ReceivedMessage message)
    {
        var (status, problem) = await TryAsync(session, message);
        if (problem is not null)
            Log.NotUnderstood(logger, message.Command, problem, session.Association.CallingAet, session.Association.Id);
        await session.RespondAsync(message, status, problem);
    }

    private async Task<(DimseStatus Status, string? Problem)> TryAsync(ScpSession session, ReceivedMessage message)
    {
        try
        {
            var (wanted, status, problem) = await reading.ReadAsync(message);
            if (message.Command.ActionType != CommitmentInformation.RequestAction)
                return (DimseStatus.NoSuchActionType, "There is only the action of type 1");
            if (wanted is null) return (status, problem);
            if (wanted.Referenced is []) return (DimseStatus.InvalidArgumentValue, "ReferencedSOPSequence names no instance");

            // Who is not known is not allowed to ask.
            var caller = session.Caller.Modality!;
            var order = new CommitmentOrder(wanted.TransactionUid, new(caller, session.Association.CalledAet), wanted.Referenced);
            var submitted = await jobs.SubmitAsync(
                async (transaction, ct) => await commitments.IsInUseAsync(transaction, order.TransactionUid, caller.Aet, ct)
                    ? new Refused(OrthancError.DuplicateResource)
                    : new Answer<NewJob>(order.ToJob(session.Origin)), CancellationToken.None);
            return submitted.Refused is null
                ? (DimseStatus.Success, null)
                : (DimseStatus.DuplicateTransactionUid, "The TransactionUID is in use already");
        }
        catch (Exception failure) when (failure is not AssociationEndedException)
        {
            var known = KnownFailure.Of(failure);
            if (known is null)
                Log.CannotAnswer(logger, message.Command, session.Association.CallingAet, session.Association.Id, failure);
            return (DimseStatus.ProcessingFailure, known?.Details ?? "The request cannot be taken now");
        }
    }
}
