using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Settings;

namespace EventDicom.Domain.Retrieving;

/// <summary>
/// Jobs that retrieve resources from a modality, one operation for each. What came of an operation is written down when it is over, so that
/// a job that is taken up again goes on with the next.
/// </summary>
public abstract class RetrieveKind(JobNotes notes, ServerSettings settings) : IJobKind
{
    private const string Note = "retrieved";

    public abstract string Type { get; }

    public Task<Answer<ChunkOutcome>> WorkAsync(JobContext job, IReadOnlyList<OrthancId> instances, CancellationToken ct) =>
        throw new InvalidOperationException("What is retrieved is not stored yet");

    public async Task<Answer<JobResult>> CompleteAsync(JobContext job, IReadOnlyList<JsonElement> findings, CancellationToken ct)
    {
        var order = job.Read<RetrieveOrder>();
        var done = await notes.ReadAsync<List<Retrieval>>(job.Id, Note, ct) ?? [];
        while (done.Count < order.Resources.Count)
        {
            if (job.Step.Unwanted.IsCancellationRequested) return new Refused(OrthancError.CanceledJob);
            var resource = order.Resources[done.Count];
            var (status, received, failure) = await RetrieveAsync(job, order, resource, done.Count, ct);
            if (failure is { Error: OrthancError.CanceledJob }) return failure;
            done.Add(new(resource, status, received));
            if (failure is not null && !job.Permissive)
                return status == 0 ? failure : failure with { Payload = PayloadOf(Details(order, done)) };
            await notes.WriteAsync(job.Id, Note, done, ct);
        }
        return new JobResult(new JsonObject { ["Details"] = Details(order, done) });
    }

    /// <summary>Retrieves one resource.</summary>
    /// <param name="received">Is told of what came here.</param>
    /// <param name="progress">Is told how much of it is done, from 0 to 1.</param>
    /// <returns><c>null</c> when all of it went well.</returns>
    protected abstract Task<Refused?> RetrieveAsync(
        JobContext job, RetrieveOrder order, RetrieveKeys resource, Dicom.DicomDataset identifier, Action<OrthancId> received,
        Action<double> progress, CancellationToken ct);

    private async Task<(ushort Status, IReadOnlyList<OrthancId> Received, Refused? Failure)> RetrieveAsync(
        JobContext job, RetrieveOrder order, RetrieveKeys resource, int before, CancellationToken ct)
    {
        var written = resource.ToIdentifier(order.Called.Modality.Manufacturer, settings.DefaultEncoding);
        if (written.IsRefused(out var refused, out var identifier)) return (0, [], refused);
        var received = new List<OrthancId>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, job.Step.Unwanted);
        try
        {
            var failure = await RetrieveAsync(
                job, order, resource, identifier, received.Add,
                fraction => job.Step.Fraction = (before + fraction) / order.Resources.Count, stop.Token);
            return (failure?.Payload?.DimseStatus() ?? 0, received, failure);
        }
        catch (OperationCanceledException) when (job.Step.Unwanted.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return (0, received, new Refused(OrthancError.CanceledJob));
        }
    }

    private static ErrorPayload PayloadOf(JsonArray details) => new("RetrieveJob", JsonSerializer.SerializeToElement(details));

    private static JsonArray Details(RetrieveOrder order, IEnumerable<Retrieval> done) =>
    [
        .. done.Select(one => (JsonNode)new JsonObject
        {
            ["DimseErrorStatus"] = one.Status,
            ["Query"] = order.Show(one.Resource),
            ["ReceivedInstancesIds"] = new JsonArray([.. one.Received.Select(id => (JsonNode)id.Value)]),
        }),
    ];

    private sealed record Retrieval(RetrieveKeys Resource, ushort Status, IReadOnlyList<OrthancId> Received);
}

/// <summary>Has a modality send what it has to whoever is named, by C-MOVE.</summary>
public sealed class MoveJob(JobNotes notes, ServerSettings settings, IDicomClient client) : RetrieveKind(notes, settings)
{
    public override string Type => RetrieveOrder.MoveJob;

    protected override Task<Refused?> RetrieveAsync(
        JobContext job, RetrieveOrder order, RetrieveKeys resource, Dicom.DicomDataset identifier, Action<OrthancId> received,
        Action<double> progress, CancellationToken ct) =>
        client.MoveAsync(order.Called, order.Target!, identifier, progress, ct);
}

/// <summary>Gets what a modality has, by C-GET.</summary>
public sealed class GetJob(JobNotes notes, ServerSettings settings, IDicomClient client) : RetrieveKind(notes, settings)
{
    public override string Type => RetrieveOrder.GetJob;

    protected override Task<Refused?> RetrieveAsync(
        JobContext job, RetrieveOrder order, RetrieveKeys resource, Dicom.DicomDataset identifier, Action<OrthancId> received,
        Action<double> progress, CancellationToken ct) =>
        client.GetAsync(order.Called, identifier, resource.SopClasses, job.Origin, received, progress, ct);
}
