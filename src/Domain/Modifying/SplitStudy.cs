using System.Text.Json;
using EventDicom.Domain.Deleting;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Labels;
using EventDicom.Domain.Modifying.Requests;
using EventDicom.Domain.Modifying.Rewriting;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Modifying;

/// <summary>The command of a job that moves instances out of their study into a new one.</summary>
/// <param name="Request">The body of the request.</param>
/// <param name="StudyInstanceUid">Of the new study.</param>
public sealed record SplitStudy(JsonElement Request, string StudyInstanceUid)
{
    public const string JobType = "SplitStudy";

    /// <returns>Refused with the error that Orthanc gives.</returns>
    public Answer<Modification> Read(ModificationSettings settings) => StudyModules.ReadSplit(Request, StudyInstanceUid, settings);
}

/// <summary>Jobs of type <c>SplitStudy</c>.</summary>
public sealed class SplitStudyKind(InstanceRewriter rewriter, DeleteInstances deletion, LabelCopying labels, IStoredInstances stored, ModificationSettings settings, ArchiveClock clock,
    ILogger<SplitStudyKind> logger)
    : RewritingKind(rewriter, deletion, labels, stored, clock, logger)
{
    public override string Type => SplitStudy.JobType;

    protected override Answer<Modification> Plan(JobContext job) => job.Read<SplitStudy>().Read(settings);

    protected override IEnumerable<Deed> Deeds(JobContext job, Modification modification, IReadOnlyList<RewrittenChunk> chunks, DateTimeOffset now) =>
        RewrittenSources.At(ResourceLevel.Study, chunks).Select(source => new StudySplit(
            source.Id, source.PatientId, job.Id, source.Results[0], source.Series, TouchedTags.Of(modification), RewriteOptions.Of(modification), now));
}
