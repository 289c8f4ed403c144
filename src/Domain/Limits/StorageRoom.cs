using Npgsql;

namespace EventDicom.Domain.Limits;

/// <summary>What came of asking for room.</summary>
/// <param name="Recycled">Deletions to be recorded before whatever needed the room.</param>
/// <param name="Refused">Why there is none; <c>null</c> where there is.</param>
/// <param name="IsPart">There is not enough room yet, but there will be: so many patients must go that they do so in transactions of their
/// own.</param>
public readonly record struct RoomMade(IReadOnlyList<Fact> Recycled, Refused? Refused = null, bool IsPart = false)
{
    public static readonly RoomMade Enough = new([]);
}

/// <summary>The room in the archive during one transaction that stores, in which nobody else does.</summary>
/// <param name="use">What <see cref="IStorageUse.LockAsync"/> said.</param>
/// <param name="spared">Patients who get an instance in this transaction.</param>
public sealed class StorageRoom(StorageLimits limits, IStorageUse storage, NpgsqlTransaction transaction, StorageUse use,
    IReadOnlyCollection<OrthancId> spared)
{
    // Each takes a lock, of which the database has some thousands for everybody.
    private const int AtOnce = 16, MostRecycled = 512;

    private readonly Queue<RecyclablePatient> _held = new();
    private readonly List<OrthancId> _recycled = [];
    private StorageUse _use = use;
    private StorageDemand _taken;
    private bool _isCounted;

    private StorageUse Use => _use.With(_taken);

    /// <summary>Takes room for an instance, for which patients may have to go.</summary>
    public async Task<RoomMade> TakeAsync(StorageDemand demand, OrthancId? patient, DateTimeOffset now, CancellationToken ct)
    {
        var rule = new MakeRoom(limits, demand, patient);
        if (rule.IsNeeded(Use) && !_isCounted)
        {
            _use = await storage.CountAsync(transaction, spared, ct);
            _isCounted = true;
        }
        if (rule.IsNeeded(Use) && !rule.IsPossible(Use)) return new([], rule.Refuse());

        var recycled = new List<Fact>();
        // Those who are busy go only if there are no others.
        foreach (var waits in (bool[])[false, true])
        {
            List<OrthancId> passedOver = [.. spared, .. _recycled, .. _held.Select(held => held.Id)];
            while (rule.IsNeeded(Use) && _recycled.Count < MostRecycled)
            {
                if (_held.Count == 0)
                {
                    var (asked, held) = await storage.HoldLeastRecentAsync(transaction, passedOver, AtOnce, waits, ct);
                    if (asked.Count == 0) break;
                    passedOver.AddRange(asked);
                    foreach (var one in held) _held.Enqueue(one);
                }
                Recycle(rule.Decide(Use, _held, now), recycled);
            }
        }

        if (rule.IsNeeded(Use)) return _recycled.Count > 0 ? new(recycled, IsPart: true) : new([], rule.Refuse());
        _taken = new(_taken.Bytes + demand.Bytes, _taken.Patients + demand.Patients);
        return recycled.Count == 0 ? RoomMade.Enough : new(recycled);
    }

    private void Recycle(IReadOnlyList<Fact> facts, List<Fact> recycled)
    {
        recycled.AddRange(facts);
        foreach (var _ in facts)
        {
            var patient = _held.Dequeue();
            _recycled.Add(patient.Id);
            _use = _use.Without(patient);
            storage.Forget();
        }
    }
}
