using EventDicom.Domain.Revisions;

namespace EventDicom.Domain.Attachments;

/// <summary>Attaches something to a resource, in place of what is attached as the same. Each time counts, the same bytes too.</summary>
/// <param name="ContentType">One that users may attach.</param>
/// <param name="Named">The revision that is to be replaced, where the client names one.</param>
public sealed record StoreAttachment(ResourceLevel Level, OrthancId Id, int ContentType, Revision? Named, Origin Origin)
{
    /// <param name="content">What was received.</param>
    /// <returns>The fact to record, where the change is made.</returns>
    public (ChangeResult Result, Fact? Fact) Decide(HeldResource held, KeptAttachment? current, AttachedContent content, RevisionRule rule,
        DateTimeOffset now)
    {
        var status = rule.JudgeSetting(current?.Revision, Named);
        if (status != ChangeStatus.Changed) return (new(status), null);

        var revision = RevisionRule.Next(current?.Revision);
        return (new(status, new(revision, content.Md5)), new(Id.Value, new AttachmentStored(
            Level, Id, held.PatientId, held.StudyId, held.SeriesId, ContentType, content.FileUuid, content.Size, content.Md5, content.Form,
            revision, now)));
    }
}

/// <summary>Takes an attachment off a resource.</summary>
/// <inheritdoc cref="StoreAttachment"/>
public sealed record RemoveAttachment(ResourceLevel Level, OrthancId Id, int ContentType, Revision? Named, Origin Origin)
{
    /// <inheritdoc cref="StoreAttachment.Decide"/>
    public (ChangeResult Result, Fact? Fact) Decide(HeldResource held, KeptAttachment? current, RevisionRule rule, DateTimeOffset now)
    {
        var status = rule.JudgeRemoving(current?.Revision, Named);
        return status == ChangeStatus.Changed
            ? (new(status), new(Id.Value, new AttachmentRemoved(Level, Id, held.PatientId, held.StudyId, held.SeriesId, ContentType, now)))
            : (new(status), null);
    }
}

/// <summary>Has an attachment, or the file of an instance, kept compressed or as it came. What is kept so already stays as it is.</summary>
/// <param name="Compressed">How it is to be kept.</param>
public sealed record ReformAttachment(ResourceLevel Level, OrthancId Id, int ContentType, bool Compressed, Origin Origin)
{
    /// <param name="seen">What the new form was made from: the content must be the same still.</param>
    /// <param name="form">The new form.</param>
    public (ChangeResult Result, Fact? Fact) Decide(HeldResource held, KeptAttachment? current, KeptAttachment seen, StoredForm form,
        DateTimeOffset now)
    {
        if (current is null) return (new(ChangeStatus.Absent), null);
        if (current.Form.IsCompressed == Compressed) return (new(ChangeStatus.Changed, current.Revision), null);
        if (current.FileUuid != seen.FileUuid) return (new(ChangeStatus.OtherRevision), null);

        var revision = RevisionRule.Next(current.Revision);
        return (new(ChangeStatus.Changed, new(revision, current.Md5)), new(Id.Value, Compressed
            ? new AttachmentCompressed(Level, Id, held.PatientId, held.StudyId, held.SeriesId, ContentType, form, revision, now)
            : new AttachmentUncompressed(Level, Id, held.PatientId, held.StudyId, held.SeriesId, ContentType, form, revision, now)));
    }
}
