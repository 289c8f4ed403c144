using System.Text.Json;
using EventDicom.Api.Configuration;
using EventDicom.Api.Jobs;
using EventDicom.Domain;
using EventDicom.Domain.Archives;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Streams;

namespace EventDicom.Api.Archives;

/// <summary>Answers with an archive while it is packed, or with the job that packs it.</summary>
public sealed class ArchiveAnswer(
    ArchiveContents contents, SpoolFolder spools, JobAnswer answers, JobSubmission jobs, ArchiveClock clock, TimeProvider time,
    OrthancConfiguration configuration,
    ILogger<ArchiveAnswer> logger)
{
    /// <summary>Whether names are in UTF-8 where a request does not say.</summary>
    public bool Utf8ByDefault => configuration.Storage.ZipUseUtf8;

    /// <summary>Sends the archive; the job is listed when the last byte is on its way, or when there will be none.</summary>
    /// <param name="job">What the body says about the job; <c>null</c> where there is no body.</param>
    /// <returns><c>null</c> when it was sent; refused as <see cref="ArchiveContents.PlanAsync"/> has it.</returns>
    public async Task<Refused?> SendAsync(HttpContext context, ArchiveRequest request, string fileName, JobRequest? job, Origin origin,
        CancellationToken ct)
    {
        request = Completed(request);
        var startedAt = clock.Next();
        if ((await contents.PlanAsync(request.Resources, ct)).IsRefused(out var refused, out var plan)) return refused;
        context.Response.ContentType = "application/zip";
        context.Response.NameFile(fileName);
        var size = 0L;
        try
        {
            size = await ArchivePacker.PackAsync(contents.Of(request, plan), context.Response.Body, time.GetLocalNow(), spools,
                ct, request.Utf8);
        }
        catch (Exception failure)
        {
            var (error, details) = ct.IsCancellationRequested ? (OrthancError.CanceledJob, "The client went away")
                : KnownFailure.Of(failure) is { } known ? (known.Error, known.Details ?? "")
                : (OrthancError.InternalError, "");
            await ListAsync(error, details);
            throw;
        }
        await ListAsync(OrthancError.Success, "");
        return null;

        // What was sent was sent: a job that cannot be listed is no reason to break off the answer.
        async Task ListAsync(OrthancError error, string details)
        {
            try
            {
                await jobs.RecordAsync(JobOf(request, plan, job, origin), startedAt, PackingJob.Content(request, plan, size),
                    error, details);
            }
            catch (Exception unlisted)
            {
                Log.CannotListArchive(logger, unlisted);
            }
        }
    }

    /// <inheritdoc cref="SendAsync"/>
    public async Task<Refused?> SubmitAsync(HttpContext context, ArchiveRequest request, JobRequest job, Origin origin,
        CancellationToken ct)
    {
        request = Completed(request);
        if ((await contents.PlanAsync(request.Resources, ct)).IsRefused(out var refused, out var plan)) return refused;
        return await answers.AnswerAsync(context, JobOf(request, plan, job, origin), isSynchronous: false);
    }

    private static NewJob JobOf(ArchiveRequest request, ArchivePlan plan, JobRequest? job, Origin origin) =>
        new(request.JobType, JsonSerializer.SerializeToElement(request), [], PackingJob.Content(request, plan, archiveSize: 0), origin)
        {
            Priority = job?.Priority ?? 0,
            UserData = job?.UserData,
        };

    // As in Orthanc, the job of a medium shows the quality even where the request does not say it.
    private ArchiveRequest Completed(ArchiveRequest request) => request is { IsMedia: true, Transcode: not null, LossyQuality: null }
        ? request with { LossyQuality = configuration.Transcoding.DicomLossyTranscodingQuality }
        : request;
}
