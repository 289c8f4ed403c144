using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Dimse.Messages;
using EventDicom.Domain.Committing;

namespace EventDicom.Dimse.Scp;

/// <summary>What N-ACTION and N-EVENT-REPORT of storage commitment say (PS3.4 tables J.3-1 and J.3-2).</summary>
/// <param name="Referenced">What safekeeping is asked for, or committed to.</param>
/// <param name="Failed">Of a report: what it is not committed to.</param>
internal sealed record CommitmentInformation(
    string TransactionUid, IReadOnlyList<ReferencedInstance> Referenced, IReadOnlyList<NotCommitted> Failed)
{
    public const string SopClass = DicomUID.StorageCommitmentPushModel;

    /// <summary>The well-known instance that every request and report is about (PS3.4 section J.3.5).</summary>
    public const string SopInstance = DicomUID.StorageCommitmentPushModelInstance;

    public const ushort RequestAction = 1;

    public const ushort AllCommitted = 1, SomeFailed = 2;

    public DicomDataset ToDataSet()
    {
        var dataSet = new DicomDatasetBuilder().AddOrUpdate(DicomTag.TransactionUID, DicomVR.UI, TransactionUid);
        if (Referenced is not [])
            dataSet.AddOrUpdate(new DicomSequence(
                DicomTag.ReferencedSOPSequence,
                [.. Referenced.Select(instance => Item(instance.SopClassUid, instance.SopInstanceUid).Build())]));
        if (Failed is not [])
            dataSet.AddOrUpdate(new DicomSequence(
                DicomTag.FailedSOPSequence,
                [
                    .. Failed.Select(instance => Item(instance.SopClassUid, instance.SopInstanceUid)
                        .AddOrUpdate(DicomTag.FailureReason, DicomVR.US, instance.Reason.ToString(CultureInfo.InvariantCulture)).Build()),
                ]));
        return dataSet.Build();
    }

    /// <summary>Reads what came, which may be anything.</summary>
    /// <returns>What makes no sense, with the status to say so, where something does not.</returns>
    public static (CommitmentInformation? Information, DimseStatus Status, string? Problem) Read(DicomDataset dataSet)
    {
        if (dataSet.Text(DicomTag.TransactionUID) is var transaction && !ReferencedInstance.IsUid(transaction))
            return (null, DimseStatus.InvalidArgumentValue, "There is no TransactionUID");
        var (referenced, failed) = (Items(dataSet, DicomTag.ReferencedSOPSequence), Items(dataSet, DicomTag.FailedSOPSequence));
        if (referenced.Count + failed.Count > ReferencedInstance.Most)
            return (null, DimseStatus.ResourceLimitation, $"There are more than {ReferencedInstance.Most} instances");

        var information = new CommitmentInformation(
            transaction, [.. referenced.Select(Reference).Distinct()],
            [
                .. failed.Select(item => new NotCommitted(
                    Reference(item).SopClassUid, Reference(item).SopInstanceUid,
                    ushort.TryParse(item.Text(DicomTag.FailureReason), NumberStyles.None, CultureInfo.InvariantCulture, out var reason)
                        ? reason
                        : FailureReason.ProcessingFailure)),
            ]);
        var named = information.Referenced.Concat(failed.Select(Reference));
        return named.All(one => ReferencedInstance.IsUid(one.SopClassUid) && ReferencedInstance.IsUid(one.SopInstanceUid))
            ? (information, DimseStatus.Success, null)
            : (null, DimseStatus.InvalidArgumentValue, "An item names no SOP class or instance");
    }

    private static DicomDatasetBuilder Item(string sopClass, string sopInstance) => new DicomDatasetBuilder()
        .AddOrUpdate(DicomTag.ReferencedSOPClassUID, DicomVR.UI, sopClass)
        .AddOrUpdate(DicomTag.ReferencedSOPInstanceUID, DicomVR.UI, sopInstance);

    private static IReadOnlyList<DicomDataset> Items(DicomDataset dataSet, DicomTag sequence) =>
        dataSet.Find(sequence) is DicomSequence { Items: var items } ? items : [];

    private static ReferencedInstance Reference(DicomDataset item) =>
        new(item.Text(DicomTag.ReferencedSOPClassUID), item.Text(DicomTag.ReferencedSOPInstanceUID));
}
