using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Domain.Committing;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Modalities;

namespace EventDicom.Domain.Sending;

/// <summary>
/// Sends instances to a modality by C-STORE, and asks it to commit to the safekeeping of those that it has taken where that is wanted.
/// </summary>
public sealed class ModalityStoreJob(
    IStoredInstances stored, StoredFiles files, JobNotes notes, ArchiveClock clock, IDicomClient client, CommitmentRequests commitments)
    : SendingKind(stored, files, notes, clock)
{
    public override string Type => ModalityStoreOrder.JobType;

    protected override Receiver ReceiverOf(JobContext job)
    {
        var order = job.Read<ModalityStoreOrder>();
        return Receiver.Called(order.Name, order.Called.Modality);
    }

    protected override IInstanceSender SenderFor(JobContext job)
    {
        var order = job.Read<ModalityStoreOrder>();
        return client.SenderTo(order.Called, order.Originator);
    }

    // What was deleted here since it was sent needs no commitment, for nobody could delete it any more.
    protected override async Task<Refused?> AfterSendingAsync(JobContext job, IReadOnlyList<OrthancId> sent, CancellationToken ct)
    {
        var order = job.Read<ModalityStoreOrder>();
        if (order.CommitmentTransaction is not { } transaction) return null;
        var held = await Stored.SendableAsync(sent, ct);
        ReferencedInstance[] instances = [.. sent.Where(held.ContainsKey).Select(id => held[id].ToReference())];
        return instances is []
            ? null
            : await commitments.AskAsync(
                new(transaction, order.Name, order.Called.Modality.Aet, instances, job.Origin), order.Called, ct);
    }
}

/// <summary>What a job keeps that sends to a modality.</summary>
/// <param name="Name">Symbolic name of the modality.</param>
/// <param name="Originator">Who asked for it by C-MOVE; <c>null</c> where nobody did.</param>
/// <param name="CommitmentTransaction">The UID under which storage commitment is to be asked for; <c>null</c> where it is not.</param>
public sealed record ModalityStoreOrder(
    string Name, CalledModality Called, MoveOriginator? Originator = null, string? CommitmentTransaction = null)
{
    public const string JobType = "DicomModalityStore";

    /// <param name="resources">What the request named.</param>
    /// <param name="instances">Those at or below it, in the order in which they are to be sent.</param>
    public NewJob ToJob(IReadOnlyList<ExportedResource> resources, IReadOnlyList<OrthancId> instances, Origin origin)
    {
        var content = SentContent.Of(resources, instances);
        content["LocalAet"] = Called.LocalAet;
        content["RemoteAet"] = Called.Modality.Aet;
        if (Originator is { } originator)
            (content["MoveOriginatorAET"], content["MoveOriginatorID"]) = (originator.Aet, originator.MessageId);
        if (CommitmentTransaction is { } transaction) content["StorageCommitmentTransactionUID"] = transaction;
        return new(JobType, JsonSerializer.SerializeToElement(this), instances, content, origin);
    }
}
