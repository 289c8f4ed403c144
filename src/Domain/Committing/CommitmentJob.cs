using System.Text.Json;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Modalities;

namespace EventDicom.Domain.Committing;

/// <summary>
/// Looks whether the instances are safe that a modality has asked about, and reports to it. Where nobody is there to be told, it is tried
/// again a few times. One that is told and killed before that is written down is told twice, which every SCU must bear.
/// </summary>
public sealed class CommitmentJob(IStoredInstances stored, StoredFiles files, IDicomClient client) : IJobKind
{
    // As many as one question to the database is about.
    private const int AtOnce = 1000;

    public string Type => CommitmentOrder.JobType;

    public Task<Answer<ChunkOutcome>> WorkAsync(JobContext job, IReadOnlyList<OrthancId> instances, CancellationToken ct) =>
        throw new InvalidOperationException("It is not known yet which of the instances are stored");

    public async Task<Answer<JobResult>> CompleteAsync(JobContext job, IReadOnlyList<JsonElement> findings, CancellationToken ct)
    {
        var order = job.Read<CommitmentOrder>();
        var (committed, failed) = (new List<ReferencedInstance>(), new List<NotCommitted>());
        foreach (var some in order.Instances.Chunk(AtOnce))
        {
            if (job.Step.Unwanted.IsCancellationRequested) return new Refused(OrthancError.CanceledJob);
            var held = await stored.BySopInstanceUidsAsync([.. some.Select(instance => instance.SopInstanceUid)], ct);
            foreach (var instance in some)
            {
                if (Safekeeping.Check(instance, held[instance.SopInstanceUid], IsThere) is not { } reason) committed.Add(instance);
                else failed.Add(new(instance.SopClassUid, instance.SopInstanceUid, reason));
            }
            job.Step.Fraction = (double)(committed.Count + failed.Count) / order.Instances.Count;
        }

        var refused = await client.ReportCommitmentAsync(order.Called, order.TransactionUid, committed, failed, ct);
        if (refused is null) return new JobResult([]);
        // What the modality has answered it would answer again.
        return refused is { Error: OrthancError.NetworkProtocol, Payload: null } ? throw new ModalityAwayException(refused) : refused;
    }

    private bool IsThere(StoredFile file)
    {
        try
        {
            files.Open(file).Dispose();
            return true;
        }
        catch (DamagedFileException)
        {
            return false; // the store has counted and logged it
        }
    }
}

/// <summary>What a job keeps that answers a request for storage commitment.</summary>
/// <param name="Called">Who has asked, to be called by the title that it has called.</param>
public sealed record CommitmentOrder(string TransactionUid, CalledModality Called, IReadOnlyList<ReferencedInstance> Instances)
{
    public const string JobType = "StorageCommitmentScp";

    public NewJob ToJob(Origin origin) => new(
        JobType, JsonSerializer.SerializeToElement(this), [],
        new()
        {
            ["CalledAet"] = Called.LocalAet, ["RemoteAet"] = Called.Modality.Aet, [nameof(TransactionUid)] = TransactionUid,
        },
        origin) { Description = "" };
}
