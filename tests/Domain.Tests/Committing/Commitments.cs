using EventDicom.Domain.Committing;

namespace EventDicom.Domain.Tests.Committing;

/// <summary>Given what happened in a transaction before.</summary>
internal static class Commitments
{
    public const string Uid = "2.25.1", SopClass = "1.2.840.10008.5.1.4.1.1.2";

    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static readonly ReferencedInstance One = new(SopClass, "1.1"), Other = new(SopClass, "1.2"), Stranger = new(SopClass, "1.3");

    public static readonly Commitment Asked = new(Uid, "PACS", [One, Other]);

    public static NotCommitted Not(ReferencedInstance instance, ushort reason = FailureReason.NoSuchInstance) =>
        new(instance.SopClassUid, instance.SopInstanceUid, reason);

    public static RequestCommitment Request(params IReadOnlyList<ReferencedInstance> instances) =>
        new(Uid, "pacs", "PACS", instances, Origin.Server);

    public static ReportCommitment Report(IReadOnlyList<ReferencedInstance> committed, params IReadOnlyList<NotCommitted> not) =>
        new(Uid, "PACS", committed, not, Origin.Server);
}
