using EventDicom.Domain.Attachments;
using EventDicom.Domain.Resources;
using EventDicom.Domain.Revisions;

namespace EventDicom.Domain.Tests.Attachments;

public sealed class AttachingThings
{
    private static readonly OrthancId s_patient = new("patient"), s_study = new("study");
    private static readonly DateTimeOffset s_noon = DateTimeOffset.UnixEpoch;
    private static readonly Guid s_id = new("0b1f3b1e-2f0f-4d9a-9f57-2f6b7b1c8a11");
    private static readonly HeldResource s_held = new(ResourceLevel.Study, s_study, s_patient, s_study, null,
        new Dictionary<ResourceLevel, int>(), IsProtected: false);
    private static readonly StoredForm s_plain = new("sha", 21, 5, "md5", IsCompressed: false),
        s_compressed = new("other", 23, 7, "md6", IsCompressed: true);
    private static readonly AttachedContent s_content = new(s_id, 5, "md5", s_plain);
    private static readonly RevisionRule s_strict = new(IsDemanded: true);

    [Fact]
    public void starts_with_revision_0_and_counts_on()
    {
        Store(null).Decide(s_held, null, s_content, s_strict, s_noon).ShouldBe((
            new(ChangeStatus.Changed, new(0, "md5")),
            new Fact("study", new AttachmentStored(ResourceLevel.Study, s_study, s_patient, s_study, null, 1024, s_id, 5, "md5",
                s_plain, 0, s_noon))));
        Store(new(3, "md5")).Decide(s_held, Kept(3), s_content, s_strict, s_noon).Result.Revision.ShouldBe(new(4, "md5"));
    }

    [Fact]
    public void replaces_and_removes_only_the_revision_that_is_named()
    {
        Store(null).Decide(s_held, Kept(3), s_content, s_strict, s_noon).ShouldBe((new(ChangeStatus.RevisionNeeded), null));
        Store(new(2, "md5")).Decide(s_held, Kept(3), s_content, s_strict, s_noon).ShouldBe((new(ChangeStatus.OtherRevision), null));
        Remove(null).Decide(s_held, null, s_strict, s_noon).ShouldBe((new(ChangeStatus.RevisionNeeded), null));
        Remove(new(3, "md5")).Decide(s_held, null, s_strict, s_noon).ShouldBe((new(ChangeStatus.Absent), null));
        Remove(new(3, "md5")).Decide(s_held, Kept(3), s_strict, s_noon).ShouldBe((
            new(ChangeStatus.Changed), new Fact("study",
                new AttachmentRemoved(ResourceLevel.Study, s_study, s_patient, s_study, null, 1024, s_noon))));
    }

    [Fact]
    public void changes_the_form_and_counts_that_too()
    {
        Reform(true).Decide(s_held, Kept(3), Kept(3), s_compressed, s_noon).ShouldBe((
            new(ChangeStatus.Changed, new(4, "md5")),
            new Fact("study", new AttachmentCompressed(ResourceLevel.Study, s_study, s_patient, s_study, null, 1024,
                s_compressed, 4, s_noon))));
        var compressed = Kept(4) with { Form = s_compressed };
        Reform(false).Decide(s_held, compressed, compressed, s_plain, s_noon).Fact!.Value.Event.ShouldBe(
            new AttachmentUncompressed(ResourceLevel.Study, s_study, s_patient, s_study, null, 1024, s_plain, 5, s_noon));
    }

    [Fact]
    public void leaves_alone_what_has_the_form_already_or_is_another_meanwhile()
    {
        var compressed = Kept(4) with { Form = s_compressed };
        Reform(true).Decide(s_held, compressed, Kept(3), s_compressed, s_noon).ShouldBe((new(ChangeStatus.Changed, new(4, "md5")), null));
        Reform(true).Decide(s_held, Kept(4) with { FileUuid = Guid.Empty }, Kept(3), s_compressed, s_noon)
            .ShouldBe((new(ChangeStatus.OtherRevision), null));
        Reform(true).Decide(s_held, null, Kept(3), s_compressed, s_noon).ShouldBe((new(ChangeStatus.Absent), null));
    }

    private static StoreAttachment Store(Revision? named) => new(ResourceLevel.Study, s_study, 1024, named, Origin.Server);

    private static RemoveAttachment Remove(Revision? named) => new(ResourceLevel.Study, s_study, 1024, named, Origin.Server);

    private static ReformAttachment Reform(bool compressed) => new(ResourceLevel.Study, s_study, 1024, compressed, Origin.Server);

    private static KeptAttachment Kept(long revision) => new(ResourceLevel.Study, "study", 1024, s_id, 5, "md5", s_plain, revision);
}
