using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Modalities;

namespace EventDicom.Domain.Retrieving;

/// <summary>
/// Retrieves from a DICOMweb server, one request after the other. What came of a request is written down when it is over, so that a job
/// that is taken up again goes on with the next; instances of a request that was broken off are stored already when they come again.
/// </summary>
public sealed class WadoRetrieveJob(JobNotes notes, IDicomWebClient client) : IJobKind
{
    private const string Note = "retrieved";

    public string Type => WadoRetrieveOrder.JobType;

    public Task<Answer<ChunkOutcome>> WorkAsync(JobContext job, IReadOnlyList<OrthancId> instances, CancellationToken ct) =>
        throw new InvalidOperationException("What is retrieved is not stored yet");

    public async Task<Answer<JobResult>> CompleteAsync(JobContext job, IReadOnlyList<JsonElement> findings, CancellationToken ct)
    {
        var order = job.Read<WadoRetrieveOrder>();
        var headers = RequestHeaders.Of(job);
        var done = await notes.ReadAsync<WadoProgress>(job.Id, Note, ct) ?? new();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, job.Step.Unwanted);
        while (done.Requests < order.Requests.Count)
        {
            if (job.Step.Unwanted.IsCancellationRequested) return new Refused(OrthancError.CanceledJob);
            Answer<WadoRetrieved> answer;
            try
            {
                answer = await client.RetrieveAsync(order.Server, order.Requests[done.Requests], headers, job.Origin, stop.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested && job.Step.Unwanted.IsCancellationRequested)
            {
                return new Refused(OrthancError.CanceledJob);
            }
            if (answer.IsRefused(out var failure, out var retrieved) && !job.Permissive) return FunctionFailure.Of(failure);
            done = done.With(retrieved);
            await notes.WriteAsync(job.Id, Note, done, ct);
            job.Step.Fraction = (double)done.Requests / order.Requests.Count;
        }
        return new JobResult(WadoRetrieveOrder.Content(done));
    }
}

/// <summary>What a job keeps that retrieves from a DICOMweb server: for ever, and so without what lets us in there.</summary>
/// <param name="Server">Its symbolic name.</param>
public sealed record WadoRetrieveOrder(string Server, IReadOnlyList<WadoRequest> Requests)
{
    public const string JobType = "DicomWebWadoRetrieveClient";

    /// <param name="headers">Of the requests; kept as long as the job may need them.</param>
    public NewJob ToJob(IReadOnlyDictionary<string, string> headers, Origin origin) =>
        new(JobType, JsonSerializer.SerializeToElement(this), [], Content(new()), origin) { Secret = RequestHeaders.ToSecret(headers) };

    /// <summary>The public content, in which Orthanc's plugin writes numbers as texts.</summary>
    internal static JsonObject Content(WadoProgress done) => new()
    {
        ["ReceivedInstancesCount"] = done.Instances.ToString(CultureInfo.InvariantCulture),
        ["NetworkUsageMB"] = (done.Bytes >> 20).ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>How far a job has come: the sums of what was answered, which stay small however many requests there are.</summary>
/// <param name="Requests">That are over.</param>
/// <param name="Bytes">Of the answers.</param>
internal sealed record WadoProgress(int Requests = 0, int Instances = 0, long Bytes = 0)
{
    /// <param name="retrieved">What came of the next request; <c>null</c> where it failed.</param>
    public WadoProgress With(WadoRetrieved? retrieved) =>
        new(Requests + 1, Instances + (retrieved?.Instances ?? 0), Bytes + (retrieved?.Bytes ?? 0));
}
