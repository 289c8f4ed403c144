using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Domain;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Sending;
using EventDicom.Domain.Settings;
using Microsoft.Extensions.Logging;

namespace EventDicom.Dimse.Scp;

/// <summary>
/// C-MOVE of the patient root and study root models (PS3.4 section C.4.2): sends to a modality that we know, inside the command or, without
/// <c>SynchronousCMove</c>, by a job.
/// </summary>
public sealed class MoveScp(
    Retrieval retrieval, CallerRules callers, IDicomClient client, JobSubmission jobs, SendingLedger sending, DicomServerOptions options,
    ILogger<MoveScp> logger) : IScpService
{
    public CommandField Request => CommandField.CMoveRequest;

    public IReadOnlyList<string> SopClasses { get; } =
        [DicomUID.PatientRootQueryRetrieveInformationModelMove, DicomUID.StudyRootQueryRetrieveInformationModelMove];

    public async Task AnswerAsync(ScpSession session, ReceivedMessage message)
    {
        var (key, problem) = await retrieval.ReadAsync(message);
        var destination = await callers.FindAsync(message.Command.MoveDestination, CancellationToken.None);
        if (key is not null && destination is null) problem = "The destination is no modality that is known here";
        if (key is null || destination is null)
        {
            Log.NotUnderstood(logger, message.Command, problem!, session.Association.CallingAet, session.Association.Id);
            await session.RespondAsync(message, DimseStatus.UnableToProcess, problem);
            return;
        }

        var originator = new MoveOriginator(session.Association.CallingAet, message.Command.MessageId);
        var called = CalledModality.Of(destination.Value.Value, options.DicomAet, CallSettings.None);
        await session.RunCancellableAsync(message, async ct =>
        {
            try
            {
                await MoveAsync(session, message, key, new(destination.Value.Key, called, originator), ct);
            }
            catch (Exception failure) when (failure is not (AssociationEndedException or OperationCanceledException))
            {
                Log.CannotAnswer(logger, message.Command, session.Association.CallingAet, session.Association.Id, failure);
                await session.RespondAsync(message, DimseStatus.UnableToProcess, "The retrieval failed");
            }
        });
    }

    private async Task MoveAsync(
        ScpSession session, ReceivedMessage message, RetrieveKey key, ModalityStoreOrder order, CancellationToken ct)
    {
        var (instances, _) = await retrieval.FindAsync(key, ct);
        if (instances is [])
        {
            await session.RespondAsync(message, DimseStatus.UnableToProcess, "Nothing of that is stored here");
            return;
        }
        if (!options.SynchronousCMove)
        {
            await jobs.SubmitAsync(order.ToJob(await retrieval.ResourcesAsync(key, ct), instances, session.Origin));
            await session.RespondAsync(message, DimseStatus.Success, suboperations: new(null, 0, 0, 0));
            return;
        }

        var count = new SuboperationCount(instances.Count);
        await using var record = sending.Begin(Receiver.Called(order.Name, order.Called.Modality), session.Origin);
        var (status, problem) = await SendAsync(session, message, order, instances, count, record, ct);
        // Whoever is told of the end may ask at once what became of it.
        await record.SaveAsync();
        await session.RespondAsync(message, status, problem, count.Told(tellsRemaining: status != DimseStatus.Success));
    }

    /// <returns>How it ends, and why.</returns>
    private async Task<(DimseStatus Status, string? Problem)> SendAsync(
        ScpSession session, ReceivedMessage message, ModalityStoreOrder order, IReadOnlyList<OrthancId> instances, SuboperationCount count,
        SendingRecord record, CancellationToken ct)
    {
        await using var sender = client.SenderTo(order.Called, order.Originator);
        await foreach (var chunk in retrieval.OpenAsync(instances))
        {
            sender.Announce([.. chunk.Select(instance => instance.ToSend).OfType<InstanceToSend>()]);
            foreach (var (id, parents, instance) in chunk)
            {
                if (ct.IsCancellationRequested) return (DimseStatus.Cancel, null);
                var outcome = instance is null
                    ? SendOutcome.Deleted
                    : await sender.SendAsync(instance, CancellationToken.None);
                count.Add(outcome);
                await record.AddAsync(id, parents, outcome);
                if (outcome.Failure is { } failure)
                {
                    Log.NotSent(
                        logger, instance?.SopInstanceUid ?? "", message.Command.MoveDestination, failure.Reason, session.Association.Id);
                    return (DimseStatus.UnableToProcess, failure.Details);
                }
                await session.RespondAsync(message, DimseStatus.Pending, suboperations: count.Told());
            }
        }
        return (DimseStatus.Success, null);
    }
}
