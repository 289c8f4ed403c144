using System.Collections.Concurrent;
using EventDicom.Domain;
using EventDicom.Domain.Attachments;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Labels;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Patients;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;

namespace EventDicom.Projections.Resources;

/// <summary>
/// Rows of hot resources in memory, for a server that has its database to itself: it hears of every commit,
/// and forgets what that changed before the writer is answered. Where other nodes write too, it is switched off.
/// </summary>
/// <remarks>
/// Each change moves a counter on and notes it for the patient concerned. A row is good as long as it was read at or after its
/// patient's last change; the counter is taken before the read, so a row that was read while a commit was under way is not.
/// </remarks>
public sealed class ViewCache
{
    private const int MostRows = 20_000;
    private const int MostPatients = 20_000;

    private readonly ConcurrentDictionary<(Type, string), (object Row, string Patient, long ReadAt)> _rows = new();
    private readonly ConcurrentDictionary<string, long> _changedAt = new();
    private readonly ConcurrentDictionary<Type, (object Facts, long ReadAt)> _ofArchive = new();
    private readonly bool _enabled;
    private long _counter;
    private long _everythingChangedAt;

    public ViewCache(bool enabled, Commits commits)
    {
        _enabled = enabled;
        if (enabled) commits.Made += Forget;
    }

    /// <summary>Whether rows are kept at all, so that the next who asks gets the same one.</summary>
    public bool IsEnabled => _enabled;

    /// <summary>To be taken before a row is read, and handed to <see cref="Keep"/> with it.</summary>
    public long Now => Volatile.Read(ref _counter);

    public bool TryGet<T>(string id, out T row)
        where T : class
    {
        if (_enabled && _rows.TryGetValue((typeof(T), id), out var kept) && kept.ReadAt >= ChangedAt(kept.Patient))
        {
            row = (T)kept.Row;
            return true;
        }
        row = null!;
        return false;
    }

    public void Keep<T>(string id, string patient, T row, long readAt)
        where T : class
    {
        if (!_enabled) return;
        if (_rows.Count >= MostRows) _rows.Clear(); // rare, and cheaper than telling old from new at every look
        _rows[(typeof(T), id)] = (row, patient, readAt);
    }

    /// <summary>What was read of the archive as a whole, unless anything changed since.</summary>
    public bool TryGetOfArchive<T>(out T facts)
        where T : class
    {
        var isGood = _ofArchive.TryGetValue(typeof(T), out var kept) && kept.ReadAt == Now;
        facts = isGood ? (T)kept.Facts : null!;
        return isGood;
    }

    public void KeepOfArchive<T>(T facts, long readAt)
        where T : class
    {
        if (_enabled) _ofArchive[typeof(T)] = (facts, readAt);
    }

    /// <summary>To be called after each commit, and after each attempt whose outcome is unknown, before anyone is answered.</summary>
    private void Forget(IReadOnlyList<object> events)
    {
        foreach (var @event in events)
        {
            if (PatientOf(@event) is not { } patient) continue;
            if (_changedAt.Count >= MostPatients)
            {
                Volatile.Write(ref _everythingChangedAt, Interlocked.Increment(ref _counter));
                _changedAt.Clear();
            }
            _changedAt[patient] = Interlocked.Increment(ref _counter);
        }
    }

    private long ChangedAt(string patient) =>
        Math.Max(Volatile.Read(ref _everythingChangedAt), _changedAt.GetValueOrDefault(patient));

    private static string? PatientOf(object @event) => @event switch
    {
        InstanceStored e => e.PatientId.Value,
        InstanceOverwritten e => e.PatientId.Value,
        InstanceDeleted e => e.PatientId.Value,
        SeriesOpened e => e.PatientId.Value,
        SeriesStabilized e => e.PatientId.Value,
        SeriesDeleted e => e.PatientId.Value,
        StudyOpened e => e.PatientId.Value,
        StudyStabilized e => e.PatientId.Value,
        StudyDeleted e => e.PatientId.Value,
        PatientOpened e => e.PatientId.Value,
        PatientStabilized e => e.PatientId.Value,
        PatientDeleted e => e.PatientId.Value,
        PatientProtected e => e.PatientId.Value,
        PatientUnprotected e => e.PatientId.Value,
        MainDicomTagsRebuilt e => e.PatientId.Value,
        LabelAdded e => e.PatientId.Value,
        LabelRemoved e => e.PatientId.Value,
        AttachmentStored e => e.PatientId.Value,
        AttachmentRemoved e => e.PatientId.Value,
        AttachmentCompressed e => e.PatientId.Value,
        AttachmentUncompressed e => e.PatientId.Value,
        _ => null, // shown by nothing that is kept
    };
}
