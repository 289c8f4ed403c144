using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Deleting;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Labels;
using EventDicom.Domain.Modifying.Requests;
using EventDicom.Domain.Modifying.Rewriting;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Modifying;

/// <summary>The command of a job that moves instances into another study.</summary>
/// <param name="Request">The body of the request.</param>
/// <param name="Target">Address of the file of one instance of that study, which says what its patient and study are.</param>
/// <param name="TargetInstance">That instance; <c>null</c> in jobs of earlier versions.</param>
/// <param name="TargetSize">Bytes of the file; <c>null</c> in jobs of earlier versions.</param>
public sealed record MergeStudy(JsonElement Request, string Target, string? TargetInstance = null, long? TargetSize = null)
{
    public const string JobType = "MergeStudy";

    /// <returns>Refused with the error that Orthanc gives, or because the file of the target is gone or cannot be read.</returns>
    public Answer<Modification> Read(StoredFiles files, ModificationSettings settings)
    {
        try
        {
            using var target = files.OpenDataSet(new(TargetInstance ?? "", Target, TargetSize), whole: false);
            return StudyModules.ReadMerge(Request, target.File.Dataset, settings);
        }
        catch (DamagedFileException damaged)
        {
            return new Refused(damaged.Error, damaged.Message);
        }
        catch (DicomFileException)
        {
            return new Refused(OrthancError.CorruptedFile, "The study to merge into cannot be read");
        }
    }
}

/// <summary>Jobs of type <c>MergeStudy</c>.</summary>
public sealed class MergeStudyKind(
    InstanceRewriter rewriter, DeleteInstances deletion, LabelCopying labels, IStoredInstances stored, StoredFiles files, ModificationSettings settings, ArchiveClock clock,
    ILogger<MergeStudyKind> logger)
    : RewritingKind(rewriter, deletion, labels, stored, clock, logger)
{
    // Studies that one event names: some 50 KB.
    private const int MostSources = 1000;

    public override string Type => MergeStudy.JobType;

    protected override Answer<Modification> Plan(JobContext job) => job.Read<MergeStudy>().Read(files, settings);

    protected override IEnumerable<Deed> Deeds(JobContext job, Modification modification, IReadOnlyList<RewrittenChunk> chunks, DateTimeOffset now)
    {
        var options = RewriteOptions.Of(modification);
        var merged = RewrittenSources.At(ResourceLevel.Study, chunks)
            .Select(source => new StudyMergedInto(source.Id, source.PatientId, job.Id, source.Results[0], source.Series, options, now))
            .ToList();
        if (chunks.FirstOrDefault(chunk => chunk.Instances.Count > 0) is not { } found) return [];

        var target = found.Parents[found.Instances[0].Parents];
        return merged.Concat<Deed>(merged.Chunk(MostSources).Select(sources => new StudiesMerged(
            target.StudyId, target.PatientId, job.Id, [.. sources.Select(source => source.StudyId).Distinct()],
            sources.Sum(source => source.Series.Sum(series => series.Instances)), options, now)));
    }
}
