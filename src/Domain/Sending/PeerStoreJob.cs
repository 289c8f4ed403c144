using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Modalities;

namespace EventDicom.Domain.Sending;

/// <summary>Calls peers over Orthanc's REST API. The seam between the domain and HTTP.</summary>
public interface IPeerClient
{
    /// <summary>Gets ready to send instances. Nobody is called before the first.</summary>
    /// <param name="peer">Its symbolic name: who it is, and what it asks for, is looked up when it is called.</param>
    IInstanceSender SenderTo(string peer, PeerStoreOrder order);
}

/// <summary>Sends instances to a peer.</summary>
public sealed class PeerStoreJob(
    IStoredInstances stored, StoredFiles files, JobNotes notes, ArchiveClock clock, IPeerClient client)
    : SendingKind(stored, files, notes, clock)
{
    public override string Type => PeerStoreOrder.JobType;

    protected override Receiver ReceiverOf(JobContext job)
    {
        var order = job.Read<PeerStoreOrder>();
        return new(ReceiverKind.Peer, order.Name, order.Url);
    }

    protected override IInstanceSender SenderFor(JobContext job)
    {
        var order = job.Read<PeerStoreOrder>();
        return client.SenderTo(order.Name, order);
    }
}

/// <summary>What a job keeps that sends to a peer: for ever, and so without what the peer asks for to let us in.</summary>
/// <param name="Name">Symbolic name of the peer.</param>
/// <param name="Compress">Whether bodies are compressed.</param>
/// <param name="Transcode">UID of the transfer syntax to send in; <c>null</c> for that of each file.</param>
public sealed record PeerStoreOrder(string Name, string Url, bool Compress, string? Transcode)
{
    public const string JobType = "OrthancPeerStore";

    /// <param name="shown">The peer as everybody may see it.</param>
    /// <param name="size">Bytes of the files of all instances.</param>
    /// <inheritdoc cref="ModalityStoreOrder.ToJob"/>
    public NewJob ToJob(
        IReadOnlyList<ExportedResource> resources, IReadOnlyList<OrthancId> instances, JsonObject shown, long size, Origin origin)
    {
        var content = SentContent.Of(resources, instances);
        content["Peer"] = shown;
        content[nameof(Compress)] = Compress;
        content["Size"] = size.ToString(CultureInfo.InvariantCulture);
        content["SizeMB"] = size >> 20;
        if (Transcode is not null) content[nameof(Transcode)] = Transcode;
        return new(JobType, JsonSerializer.SerializeToElement(this), instances, content, origin);
    }
}
