using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain.Deleting;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Labels;
using EventDicom.Domain.Modifying.Requests;
using EventDicom.Domain.Modifying.Rewriting;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Modifying;

/// <summary>Moves series and instances of a study into one new study.</summary>
public sealed record SplitStudy(OrthancId StudyId, IReadOnlyList<OrthancId> Series, IReadOnlyList<OrthancId> Instances, SplitOrder Order)
{
    /// <param name="change">What the order says.</param>
    /// <param name="patientId">DICOM's, of the patient of the study; <c>null</c> when there is no such study.</param>
    /// <param name="known">What there is of the series and instances.</param>
    public Answer<RewritePlan> Decide(Answer<Modification> change, string? patientId, IReadOnlyDictionary<OrthancId, NamedResource> known)
    {
        if (patientId is null) return new Refused(OrthancError.UnknownResource, $"Cannot split unknown study {StudyId}");
        if (Series.Count + Instances.Count == 0)
            return new Refused(OrthancError.BadRequest, "Both the \"Series\" and the \"Instances\" fields are missing");

        if (!Series.All(id => IsPart(ResourceLevel.Series, id)) || !Instances.All(id => IsPart(ResourceLevel.Instance, id)))
            return new Refused(OrthancError.UnknownResource);
        if (change.IsRefused(out var refused, out var modification)) return refused;

        var patient = modification.Replacements.GetValueOrDefault(DicomTag.PatientID) is Replacement.Text { Value: var replaced }
            ? replaced.TrimEnd(' ') : patientId;
        return new RewritePlan(SplitOrder.JobType, Order, modification,
            [.. Series.Concat(Instances).Distinct().Select(id => known[id])], new()
        {
            ["TargetStudy"] = OrthancId.OfStudy(patient, Order.StudyInstanceUid).Value,
            ["TargetStudyUID"] = Order.StudyInstanceUid,
        });

        bool IsPart(ResourceLevel level, OrthancId id) =>
            known.TryGetValue(id, out var part) && part.Level == level && part.StudyId == StudyId;
    }
}

/// <summary>What the job of a split keeps for its steps.</summary>
/// <param name="Request">The body of the request.</param>
/// <param name="StudyInstanceUid">Of the new study.</param>
public sealed record SplitOrder(JsonElement Request, string StudyInstanceUid)
{
    public const string JobType = "SplitStudy";

    /// <returns>Refused with the error that Orthanc gives.</returns>
    public Answer<Modification> Read(ModificationSettings settings) => StudyModules.ReadSplit(Request, StudyInstanceUid, settings);
}

/// <summary>Jobs of type <c>SplitStudy</c>.</summary>
public sealed class SplitStudyKind(InstanceRewriter rewriter, DeleteInstances deletion, LabelCopying labels, IStoredInstances stored,
    ModificationSettings settings, ArchiveClock clock,
    ILogger<SplitStudyKind> logger)
    : RewritingKind(rewriter, deletion, labels, stored, clock, logger)
{
    public override string Type => SplitOrder.JobType;

    protected override Answer<Modification> Plan(JobContext job) => job.Read<SplitOrder>().Read(settings);

    protected override IEnumerable<Deed> Deeds(JobContext job, Modification modification, IReadOnlyList<RewrittenChunk> chunks,
        DateTimeOffset now) =>
        RewrittenSources.At(ResourceLevel.Study, chunks).Select(source => new StudySplit(
            source.Id, source.PatientId, job.Id, source.Results[0], source.Series, TouchedTags.Of(modification),
            RewriteOptions.Of(modification), now));
}
