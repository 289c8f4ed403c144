using System.Text.Json;
using EventDicom.Api.Jobs;
using EventDicom.Domain;
using EventDicom.Domain.Archives;
using EventDicom.Domain.Jobs;
using EventDicom.Projections.Archives;

namespace EventDicom.Api.Archives;

/// <summary>Answers with an archive while it is packed, or with the job that packs it.</summary>
public sealed class ArchiveAnswer(ArchiveContents contents, SpoolFolder spools, JobDesk jobs, TimeProvider time)
{
    private const int LongestFileName = 200;

    /// <exception cref="OrthancException">Error 17: one of the resources is unknown.</exception>
    public async Task SendAsync(HttpContext context, ArchiveRequest request, string fileName, CancellationToken ct)
    {
        var plan = await PlanAsync(request, ct);
        context.Response.ContentType = "application/zip";
        context.Response.Headers.ContentDisposition = $"filename=\"{Plain(fileName)}\"";
        await ArchivePacker.PackAsync(contents.Of(request, plan), context.Response.Body, time.GetLocalNow(), spools, ct);
    }

    /// <exception cref="OrthancException">Error 17: one of the resources is unknown.</exception>
    public async Task SubmitAsync(HttpContext context, ArchiveRequest request, JobRequest job, Origin origin, CancellationToken ct)
    {
        var plan = await PlanAsync(request, ct);
        var content = PackingJob.Content(request, plan, archiveSize: 0);
        var submitted = new NewJob(request.JobType, JsonSerializer.SerializeToElement(request), [], content, origin) { Priority = job.Priority };
        await jobs.AnswerAsync(context, submitted, isSynchronous: false);
    }

    private async Task<ArchivePlan> PlanAsync(ArchiveRequest request, CancellationToken ct) =>
        await contents.PlanAsync(request.Resources, ct) ?? throw new OrthancException(OrthancError.UnknownResource);

    // In a quoted string of a header (RFC 9110 5.6.4), without anything that would have to be quoted.
    private static string Plain(string name) =>
        string.Concat(name.Take(LongestFileName).Select(c => c is < ' ' or > '~' or '"' or '\\' or '/' ? '_' : c));
}
