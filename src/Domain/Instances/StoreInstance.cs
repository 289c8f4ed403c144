using EventDicom.Domain.Attachments;
using EventDicom.Domain.Labels;
using EventDicom.Domain.Patients;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;

namespace EventDicom.Domain.Instances;

/// <summary>What became of an instance that was handed in, spelled as Orthanc's upload answer spells it.</summary>
public enum StoreStatus
{
    Success,
    AlreadyStored,
    FilteredOut,
}

/// <summary>The bytes of a received file: their addresses and length.</summary>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Md5">Lower-case hex.</param>
public sealed record ReceivedBytes(string Sha256, string Md5, long Size);

/// <summary>Stores one instance: what is new is opened from it, child before parent, as Orthanc's log of changes orders it.</summary>
/// <param name="Overwrite">Whether an instance that is already there gives way.</param>
/// <param name="Source">The instance that this one was made from, if any.</param>
public sealed record StoreInstance(
    InstanceHeader Header, ReceivedBytes Bytes, Origin Origin, Guid FileUuid, OverwriteRule Overwrite = OverwriteRule.AsConfigured,
    SourceInstance? Source = null)
{
    /// <summary>Whether what is replaced hands its labels on; else it takes them with it, as in Orthanc.</summary>
    public bool KeepsLabels { get; init; }

    /// <summary>How the file is about to be stored; <c>null</c> for as it came.</summary>
    public StoredForm? Form { get; init; }

    /// <param name="configured">What <c>OverwriteInstances</c> says.</param>
    /// <returns>The facts to record; none when the instance is already stored.</returns>
    public IReadOnlyList<Fact> Decide(Holdings holdings, OverwriteMode configured, DateTimeOffset now)
    {
        var (instance, series, study, patient) = (Header.InstanceId, Header.SeriesId, Header.StudyId, Header.PatientId);
        var facts = new List<Fact>(5);
        ResourceLevel? emptied = null;
        if (holdings.Instance(instance) is { } held)
        {
            if (!Overwrite.GivesWay(configured, held.Sha256 == Bytes.Sha256)) return [];
            emptied = TopmostBelowOne(holdings);
            facts.Add(new(instance.Value,
                new InstanceOverwritten(instance, series, study, patient, held.Sha256, held.Size, emptied.Value, now)));
        }

        var heldSeries = emptied <= ResourceLevel.Series ? null : holdings.Series(series);
        facts.Add(new(instance.Value, Stored(now)));
        if (heldSeries is null) facts.Add(new(series.Value, OpenedSeries(now)));
        if (emptied <= ResourceLevel.Study || holdings.Study(study) is null) facts.Add(new(study.Value, OpenedStudy(now)));
        if (emptied <= ResourceLevel.Patient || holdings.Patient(patient) is null) facts.Add(new(patient.Value, OpenedPatient(now)));
        if (Completes(heldSeries)) facts.Add(new(series.Value, new SeriesCompleted(series, study, patient, now)));
        if (KeepsLabels && emptied is { } topmost) facts.AddRange(HandedOnLabels(holdings, topmost, now));
        return facts;
    }

    // Whether the series has all its instances with this one.
    private bool Completes(HeldSeries? series)
    {
        var (expected, before) = series is null ? (Header.ExpectedNumberOfInstances, []) : (series.Expected, series.Indexes);
        return expected is { } count && before is not null
            && SeriesCompleteness.Of(count, [.. before, Header.IndexInSeries]) == SeriesStatus.Complete;
    }

    // What was emptied lost its labels with what it held.
    private IEnumerable<Fact> HandedOnLabels(Holdings holdings, ResourceLevel emptied, DateTimeOffset now) =>
        new[] { (ResourceLevel.Instance, Header.InstanceId), (ResourceLevel.Series, Header.SeriesId), (ResourceLevel.Study, Header.StudyId),
            (ResourceLevel.Patient, Header.PatientId) }
            .Where(resource => emptied <= resource.Item1)
            .SelectMany(resource => holdings.Labels(resource.Item2)
                .Select(label => new LabelResource(resource.Item1, resource.Item2, label, Present: true, Origin)))
            .SelectMany(label => label.Decide(Header.PatientId, [], now));

    private ResourceLevel TopmostBelowOne(Holdings holdings) =>
        holdings.Patient(Header.PatientId) == 1 ? ResourceLevel.Patient
        : holdings.Study(Header.StudyId) == 1 ? ResourceLevel.Study
        : holdings.Series(Header.SeriesId)?.Instances == 1 ? ResourceLevel.Series
        : ResourceLevel.Instance;

    private InstanceStored Stored(DateTimeOffset now) => new(
        Header.InstanceId, Header.SeriesId, Header.StudyId, Header.PatientId,
        Header.SopInstanceUid, Header.SopClassUid, Header.TransferSyntaxUid,
        Header.MainTags(ResourceLevel.Instance), Header.IndexInSeries,
        Bytes.Size, Bytes.Sha256, Bytes.Md5, Header.PixelDataOffset, Header.PixelDataVr, FileUuid, Origin, now, Source?.OfInstance,
        Header.MainTagsSignature(ResourceLevel.Instance), Header.MainSequences(ResourceLevel.Instance), Form);

    private SeriesOpened OpenedSeries(DateTimeOffset now) => new(
        Header.SeriesId, Header.StudyId, Header.PatientId, Header.SeriesInstanceUid,
        Header.MainTags(ResourceLevel.Series), Header.ExpectedNumberOfInstances, Origin, now,
        Source?.OfParent(ResourceLevel.Series, Header.SeriesId), Header.MainTagsSignature(ResourceLevel.Series),
        Header.MainSequences(ResourceLevel.Series));

    private StudyOpened OpenedStudy(DateTimeOffset now) => new(
        Header.StudyId, Header.PatientId, Header.StudyInstanceUid, Header.MainTags(ResourceLevel.Study), now,
        Source?.OfParent(ResourceLevel.Study, Header.StudyId), Header.MainTags(ResourceLevel.Patient),
        Header.MainTagsSignature(ResourceLevel.Study), Header.MainSequences(ResourceLevel.Study));

    private PatientOpened OpenedPatient(DateTimeOffset now) => new(
        Header.PatientId, Header.DicomPatientId, Header.MainTags(ResourceLevel.Patient), now,
        Source?.OfParent(ResourceLevel.Patient, Header.PatientId), Header.MainTagsSignature(ResourceLevel.Patient),
        Header.MainSequences(ResourceLevel.Patient));
}
