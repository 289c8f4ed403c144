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

/// <summary>Moves other studies, series and instances into a study.</summary>
public sealed record MergeStudy(OrthancId TargetId, IReadOnlyList<OrthancId> Resources)
{
    /// <param name="order">Names a file of the target; <c>null</c> when there is no such study.</param>
    /// <param name="change">What the order says; <c>null</c> when there is none.</param>
    /// <param name="known">What there is of the resources.</param>
    public Answer<RewritePlan> Decide(MergeOrder? order, Answer<Modification>? change, IReadOnlyDictionary<OrthancId, NamedResource> known)
    {
        if (order is null || change is null)
            return new Refused(OrthancError.UnknownResource, $"Cannot merge into an unknown study: {TargetId}");

        foreach (var id in Resources)
        {
            if (!known.TryGetValue(id, out var moved)) return new Refused(OrthancError.UnknownResource);
            if (moved.Level == ResourceLevel.Patient)
                return new Refused(OrthancError.UnknownResource,
                    $"This resource is neither a study, nor a series, nor an instance: {id} is a Patient");
            if (moved.StudyId == TargetId)
                return new Refused(OrthancError.UnknownResource, moved.Level == ResourceLevel.Study
                    ? $"Cannot merge a study into the same study: {TargetId}"
                    : $"Cannot merge {id} into its parent study {TargetId}");
        }
        if (change.IsRefused(out var refused, out var modification)) return refused;
        return new RewritePlan(MergeOrder.JobType, order, modification, [.. Resources.Distinct().Select(id => known[id])],
            new() { ["TargetStudy"] = TargetId.Value });
    }
}

/// <summary>What the job of a merge keeps for its steps.</summary>
/// <param name="Request">The body of the request.</param>
/// <param name="Target">Address of the file of one instance of that study, which says what its patient and study are.</param>
/// <param name="TargetInstance">That instance; <c>null</c> in jobs of earlier versions.</param>
/// <param name="TargetSize">Bytes of the file; <c>null</c> in jobs of earlier versions.</param>
public sealed record MergeOrder(JsonElement Request, string Target, string? TargetInstance = null, long? TargetSize = null)
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
    InstanceRewriter rewriter, DeleteInstances deletion, LabelCopying labels, IStoredInstances stored, StoredFiles files,
    ModificationSettings settings, ArchiveClock clock,
    ILogger<MergeStudyKind> logger)
    : RewritingKind(rewriter, deletion, labels, stored, clock, logger)
{
    // Studies that one event names: some 50 KB.
    private const int MostSources = 1000;

    public override string Type => MergeOrder.JobType;

    protected override Answer<Modification> Plan(JobContext job) => job.Read<MergeOrder>().Read(files, settings);

    protected override IEnumerable<Deed> Deeds(JobContext job, Modification modification, IReadOnlyList<RewrittenChunk> chunks,
        DateTimeOffset now)
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
