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
/// <param name="IsSameStored">Whether one that is already there with the same bytes stays, even so.</param>
/// <param name="Source">The instance that this one was made from, if any.</param>
public sealed record StoreInstance(
    InstanceHeader Header, ReceivedBytes Bytes, Origin Origin, bool Overwrite, Guid FileUuid, bool IsSameStored = false, SourceInstance? Source = null)
{
    /// <summary>Whether what is replaced hands its labels on; else it takes them with it, as in Orthanc.</summary>
    public bool KeepsLabels { get; init; }

    /// <returns>The facts to record; none when the instance is already stored.</returns>
    public IReadOnlyList<Fact> Decide(Holdings holdings, DateTimeOffset now)
    {
        var facts = new List<Fact>(5);
        void Record(OrthancId stream, object @event)
        {
            facts.Add(new(stream.Value, @event));
            holdings.Apply(@event);
        }

        var (instance, series, study, patient) = (Header.InstanceId, Header.SeriesId, Header.StudyId, Header.PatientId);
        IReadOnlyList<LabelResource> labels = KeepsLabels ? [.. Labels(holdings)] : [];
        if (holdings.Instance(instance) is { } held)
        {
            if (!Overwrite || (IsSameStored && held.Sha256 == Bytes.Sha256)) return [];
            Record(instance, new InstanceOverwritten(instance, series, study, patient, held.Sha256, held.Size, TopmostBelowOne(holdings), now));
        }

        var opensSeries = holdings.Series(series) is null;
        var opensStudy = holdings.Study(study) is null;
        var opensPatient = holdings.Patient(patient) is null;

        Record(instance, Stored(now));
        if (opensSeries) Record(series, OpenedSeries(now));
        if (opensStudy) Record(study, OpenedStudy(now));
        if (opensPatient) Record(patient, OpenedPatient(now));

        if (holdings.Series(series) is { Expected: { } expected, Indexes: { } indexes }
            && SeriesCompleteness.Of(expected, indexes) == SeriesStatus.Complete)
            Record(series, new SeriesCompleted(series, study, patient, now));

        foreach (var label in labels)
            foreach (var (stream, @event) in label.Decide(patient, holdings.Labels(label.Id), now))
                Record(new(stream), @event);

        return facts;
    }

    private IEnumerable<LabelResource> Labels(Holdings holdings) =>
        new[] { (ResourceLevel.Instance, Header.InstanceId), (ResourceLevel.Series, Header.SeriesId), (ResourceLevel.Study, Header.StudyId), (ResourceLevel.Patient, Header.PatientId) }
            .SelectMany(resource => holdings.Labels(resource.Item2).Select(label => new LabelResource(resource.Item1, resource.Item2, label, Present: true, Origin)));

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
        Header.MainTagsSignature(ResourceLevel.Instance), Header.MainSequences(ResourceLevel.Instance));

    private SeriesOpened OpenedSeries(DateTimeOffset now) => new(
        Header.SeriesId, Header.StudyId, Header.PatientId, Header.SeriesInstanceUid,
        Header.MainTags(ResourceLevel.Series), Header.ExpectedNumberOfInstances, Origin, now,
        Source?.OfParent(ResourceLevel.Series, Header.SeriesId), Header.MainTagsSignature(ResourceLevel.Series), Header.MainSequences(ResourceLevel.Series));

    private StudyOpened OpenedStudy(DateTimeOffset now) => new(
        Header.StudyId, Header.PatientId, Header.StudyInstanceUid, Header.MainTags(ResourceLevel.Study), now,
        Source?.OfParent(ResourceLevel.Study, Header.StudyId), Header.MainTags(ResourceLevel.Patient),
        Header.MainTagsSignature(ResourceLevel.Study), Header.MainSequences(ResourceLevel.Study));

    private PatientOpened OpenedPatient(DateTimeOffset now) => new(
        Header.PatientId, Header.DicomPatientId, Header.MainTags(ResourceLevel.Patient), now,
        Source?.OfParent(ResourceLevel.Patient, Header.PatientId), Header.MainTagsSignature(ResourceLevel.Patient), Header.MainSequences(ResourceLevel.Patient));
}
