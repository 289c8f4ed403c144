using System.Net;
using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Scu;
using EventDicom.Domain;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Sending;
using EventDicom.Domain.Settings;
using Microsoft.Extensions.Logging;

namespace EventDicom.Dimse.Scp;

/// <summary>
/// C-GET of the patient root and study root models (PS3.4 section C.4.3): sends over the association that asks, in contexts in which the
/// requestor is the SCP of storage.
/// </summary>
public sealed class GetScp(
    Retrieval retrieval, InstanceSending sending, SendingLedger ledger, DicomServerOptions options, ILogger<GetScp> logger) : IScpService
{
    // As many UIDs as fit into a value in any transfer syntax.
    private const int MostFailed = 900;

    // Nobody calls a stranger back: the port means nothing.
    private const int NoPort = 104;

    public CommandField Request => CommandField.CGetRequest;

    public IReadOnlyList<string> SopClasses { get; } =
        [DicomUID.PatientRootQueryRetrieveInformationModelGet, DicomUID.StudyRootQueryRetrieveInformationModelGet];

    public async Task AnswerAsync(ScpSession session, ReceivedMessage message)
    {
        var (key, problem) = await retrieval.ReadAsync(message);
        try
        {
            if (key is null || (problem = await GetAsync(session, message, key)) is null) return;
            Log.NotUnderstood(logger, message.Command, problem, session.Association.CallingAet, session.Association.Id);
        }
        catch (Exception failure) when (failure is not (AssociationEndedException or OperationCanceledException))
        {
            Log.CannotAnswer(logger, message.Command, session.Association.CallingAet, session.Association.Id, failure);
            problem = "The retrieval failed";
        }
        await session.RespondAsync(message, DimseStatus.UnableToProcess, problem);
    }

    /// <returns>Why nothing was sent; <c>null</c> once everything is answered.</returns>
    private async Task<string?> GetAsync(ScpSession session, ReceivedMessage message, RetrieveKey key)
    {
        var (instances, values) = await retrieval.FindAsync(key, CancellationToken.None);
        if (instances is [] || !key.Values.All(values.Contains)) return "Something of that is not stored here";

        var count = new SuboperationCount(instances.Count);
        var failed = new List<string>();
        var peer = new CalledModality(session.Caller.Modality ?? Stranger(session), options.DicomAet);
        await using var record = ledger.Begin(ReceiverOf(session), session.Origin);
        var isCancelled = false;
        ushort number = 0;
        await foreach (var chunk in retrieval.OpenAsync(instances))
        {
            foreach (var (id, parents, instance) in chunk)
            {
                if (isCancelled) break;
                SendOutcome outcome;
                try
                {
                    outcome = instance is null
                        ? SendOutcome.Deleted
                        : await sending.SendAsync(
                            session.Association, peer, instance, ++number, originator: null, CancellationToken.None,
                            async (request, _) => await ResponseAsync(session, message, request, () => isCancelled = true));
                }
                catch (Exception lost) when (lost is AssociationEndedException or OperationCanceledException)
                {
                    // Whether the peer has it nobody knows.
                    await record.AddAsync(id, parents, new(0, ScuCalls.Lost(peer, "sending to", lost)));
                    throw;
                }
                count.Add(outcome);
                await record.AddAsync(id, parents, outcome);
                if (outcome.Failure is { } failure)
                {
                    var uid = instance?.SopInstanceUid ?? "";
                    Log.NotSent(logger, uid, session.Association.CallingAet, failure.Reason, session.Association.Id);
                    if (uid.Length > 0) failed.Add(uid);
                }
                await session.RespondAsync(message, DimseStatus.Pending, suboperations: count.Told());
            }
            if (isCancelled) break;
        }

        var status = isCancelled ? DimseStatus.Cancel
            : count.Failed == 0 ? DimseStatus.Success
            : count.Sent == 0 ? DimseStatus.OutOfResourcesForSuboperations
            : DimseStatus.SomeFailed;
        await record.SaveAsync();
        using var left = failed is [] ? null : FailedOnes(failed, message.Context.TransferSyntax);
        await session.RespondAsync(message, status, suboperations: count.Told(tellsRemaining: isCancelled), dataSet: left);
        return null;
    }

    // Between a request of ours and its response the peer may cancel; anything else makes no sense.
    private static async Task<ReceivedMessage> ResponseAsync(ScpSession session, ReceivedMessage get, CommandSet request, Action cancel)
    {
        while (true)
        {
            var next = await session.NextAsync()
                ?? throw new AssociationEndedException(AssociationEnd.AbortedByPeer, "The peer has released the association too early");
            if (next.Command.Field == CommandField.CStoreResponse && next.Command.MessageIdBeingRespondedTo == request.MessageId)
                return next;
            if (next.Command.Field != CommandField.CCancelRequest)
            {
                await session.Association.AbortAsync();
                throw new AssociationEndedException(AssociationEnd.ProtocolViolated, $"{next.Command} came where it makes no sense");
            }
            if (next.Command.MessageIdBeingRespondedTo == get.Command.MessageId) cancel();
        }
    }

    // PS3.4 section C.4.3.1.3.1.
    private static MemoryStream FailedOnes(List<string> uids, DicomTransferSyntax syntax)
    {
        var list = string.Join('\\', uids.Take(MostFailed));
        var stream = new MemoryStream();
        new DicomDatasetBuilder().AddOrUpdate(DicomTag.FailedSOPInstanceUIDList, DicomVR.UI, list).Build().Write(stream, syntax);
        stream.Position = 0;
        return stream;
    }

    // It was not called: there is no port.
    private static Receiver ReceiverOf(ScpSession session) => new(
        ReceiverKind.Modality, session.Caller.Name ?? session.Association.CallingAet,
        $"{session.Association.CallingAet}@{session.Association.RemoteAddress}");

    private static RemoteModality Stranger(ScpSession session) => new()
    {
        Aet = session.Association.CallingAet, Host = $"{session.Association.RemoteAddress ?? IPAddress.None}", Port = NoPort,
    };
}
