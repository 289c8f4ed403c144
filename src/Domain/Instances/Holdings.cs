using EventDicom.Domain.Labels;
using EventDicom.Domain.Patients;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;

namespace EventDicom.Domain.Instances;

/// <summary>An instance that the archive holds, as far as the rules need it.</summary>
public sealed record HeldInstance(string Sha256, long Size);

/// <summary>A series that the archive holds, as far as the rules need it.</summary>
/// <param name="Indexes">IndexInSeries of its instances; <c>null</c> when the series is too far from complete for it to matter.</param>
public sealed record HeldSeries(int Instances, long? Expected, IReadOnlyList<string?>? Indexes);

/// <summary>
/// What the archive holds around the instances that are about to be stored: read once for a batch, then folded forward by the
/// events that the batch itself decides, so that its last instance sees what its first one changed.
/// </summary>
public sealed class Holdings
{
    private readonly Dictionary<OrthancId, HeldInstance> _instances = [];
    private readonly Dictionary<OrthancId, HeldSeries> _series = [];
    private readonly Dictionary<OrthancId, int> _studies = [];
    private readonly Dictionary<OrthancId, int> _patients = [];
    private readonly Dictionary<OrthancId, IReadOnlyList<string>> _labels = [];

    public HeldInstance? Instance(OrthancId id) => _instances.GetValueOrDefault(id);

    public HeldSeries? Series(OrthancId id) => _series.GetValueOrDefault(id);

    /// <summary>Number of instances in a study; <c>null</c> when there is no such study.</summary>
    public int? Study(OrthancId id) => _studies.TryGetValue(id, out var instances) ? instances : null;

    /// <summary>Number of instances of a patient; <c>null</c> when there is no such patient.</summary>
    public int? Patient(OrthancId id) => _patients.TryGetValue(id, out var instances) ? instances : null;

    /// <summary>The labels of a resource, at any level.</summary>
    public IReadOnlyList<string> Labels(OrthancId id) => _labels.GetValueOrDefault(id) ?? [];

    public void Hold(OrthancId id, HeldInstance instance) => _instances[id] = instance;

    public void Hold(OrthancId id, HeldSeries series) => _series[id] = series;

    public void HoldStudy(OrthancId id, int instances) => _studies[id] = instances;

    public void HoldPatient(OrthancId id, int instances) => _patients[id] = instances;

    public void HoldLabels(OrthancId id, IReadOnlyList<string> labels) => _labels[id] = labels;

    public void Apply(object @event)
    {
        switch (@event)
        {
            case PatientOpened e: _patients[e.PatientId] = _patients.GetValueOrDefault(e.PatientId); break;
            case StudyOpened e: _studies[e.StudyId] = _studies.GetValueOrDefault(e.StudyId); break;
            case SeriesOpened e: Apply(e); break;
            case InstanceStored e: Apply(e); break;
            case InstanceOverwritten e: Apply(e); break;
            case LabelAdded e: _labels[e.ResourceId] = [.. Labels(e.ResourceId), e.Label]; break;
        }
    }

    // InstanceStored is numbered before the SeriesOpened that it causes, so the series may be there already.
    private void Apply(SeriesOpened e)
    {
        var soFar = _series.GetValueOrDefault(e.SeriesId) ?? new(0, null, []);
        _series[e.SeriesId] = soFar with { Expected = e.ExpectedNumberOfInstances };
    }

    private void Apply(InstanceStored e)
    {
        _instances[e.InstanceId] = new(e.Sha256, e.Size);
        var series = _series.GetValueOrDefault(e.SeriesId) ?? new(0, null, []);
        _series[e.SeriesId] = series with
        {
            Instances = series.Instances + 1,
            Indexes = series.Indexes is { } indexes ? [.. indexes, e.IndexInSeries] : null,
        };
        _studies[e.StudyId] = _studies.GetValueOrDefault(e.StudyId) + 1;
        _patients[e.PatientId] = _patients.GetValueOrDefault(e.PatientId) + 1;
    }

    private void Apply(InstanceOverwritten e)
    {
        _instances.Remove(e.InstanceId);
        foreach (var (level, id) in new[] { (ResourceLevel.Instance, e.InstanceId), (ResourceLevel.Series, e.SeriesId),
            (ResourceLevel.Study, e.StudyId), (ResourceLevel.Patient, e.PatientId) })
            if (e.Topmost <= level) _labels.Remove(id);
        if (e.Topmost <= ResourceLevel.Series) _series.Remove(e.SeriesId);
        else _series[e.SeriesId] = _series[e.SeriesId] with { Instances = _series[e.SeriesId].Instances - 1 };
        Forget(_studies, e.StudyId, e.Topmost <= ResourceLevel.Study);
        Forget(_patients, e.PatientId, e.Topmost <= ResourceLevel.Patient);
    }

    private static void Forget(Dictionary<OrthancId, int> counts, OrthancId id, bool whole)
    {
        if (whole) counts.Remove(id);
        else counts[id]--;
    }
}
