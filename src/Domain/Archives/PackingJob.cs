using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs.Outputs;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Streams;

namespace EventDicom.Domain.Archives;

/// <summary>Packs an archive into a file that the job leaves as its output. A step before a crash is repeated from the start.</summary>
public abstract class PackingJob(ArchiveContents contents, JobOutputs outputs, SpoolFolder spools, TimeProvider time) : IJobKind
{
    private const string Output = "archive";

    public abstract string Type { get; }

    public bool CanStartOver => false;

    /// <summary>The public content of a job that packs a plan.</summary>
    /// <param name="archiveSize">Bytes of the ZIP, as far as it is written.</param>
    public static JsonObject Content(ArchiveRequest request, ArchivePlan plan, long archiveSize)
    {
        var content = new JsonObject
        {
            ["ArchiveSize"] = archiveSize.ToString(CultureInfo.InvariantCulture),
            ["ArchiveSizeMB"] = archiveSize >> 20,
            ["InstancesCount"] = plan.Instances,
            ["UncompressedSize"] = plan.Size.ToString(CultureInfo.InvariantCulture),
            ["UncompressedSizeMB"] = plan.Size >> 20,
            ["Utf8"] = request.Utf8,
        };
        if (request.Transcode is not null) content["Transcode"] = request.Transcode;
        if (request.LossyQuality is { } quality) content["LossyQuality"] = quality;
        return content;
    }

    public Task<Answer<ChunkOutcome>> WorkAsync(JobContext job, IReadOnlyList<OrthancId> instances, CancellationToken ct) =>
        throw new InvalidOperationException("An archive is packed in one step");

    public async Task<Answer<JobResult>> CompleteAsync(JobContext job, IReadOnlyList<JsonElement> findings, CancellationToken ct)
    {
        var request = job.Read<ArchiveRequest>();
        if ((await contents.PlanAsync(request.Resources, ct)).IsRefused(out var refused, out var plan))
            return refused with { Details = refused.Details ?? "A resource of the archive was deleted meanwhile" };
        var (size, packed) = (0L, 0L);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, job.Step.Unwanted);
        var entries = contents.Of(request, plan).Select(entry => entry with
        {
            Written = bytes =>
            {
                entry.Written?.Invoke(bytes);
                job.Step.Fraction = (double)(packed += bytes) / Math.Max(plan.Size, 1);
            },
        });
        try
        {
            await outputs.WriteAsync(job.Id, Output,
                async file =>
                    size = await ArchivePacker.PackAsync(entries, file, time.GetLocalNow(), spools, stop.Token, request.Utf8), stop.Token);
        }
        catch (OperationCanceledException) when (job.Step.Unwanted.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return new Refused(OrthancError.CanceledJob);
        }
        return new JobResult(Content(request, plan, size), new JobOutput(Output, "application/zip", "archive.zip"));
    }
}

/// <summary>A job whose ZIP has folders named after patient, study and series.</summary>
public sealed class ArchiveJob(ArchiveContents contents, JobOutputs outputs, SpoolFolder spools, TimeProvider time)
    : PackingJob(contents, outputs, spools, time)
{
    public const string Name = "Archive";

    public override string Type => Name;
}

/// <summary>A job whose ZIP has a DICOMDIR.</summary>
public sealed class MediaJob(ArchiveContents contents, JobOutputs outputs, SpoolFolder spools, TimeProvider time)
    : PackingJob(contents, outputs, spools, time)
{
    public const string Name = "Media";

    public override string Type => Name;
}
