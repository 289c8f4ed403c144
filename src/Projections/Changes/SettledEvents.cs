namespace EventDicom.Projections.Changes;

/// <summary>
/// Tells up to which number the events are settled: each has been committed, or never will be. Numbers are given out before the commit, so
/// one that is missing may still come, or may have been rolled back. It is passed over as soon as none of the transactions that could have
/// been given it is under way.
/// </summary>
/// <remarks>
/// PostgreSQL has whoever takes a number hold a lock of the sequence from before that until its transaction ends, and shows its commit to
/// others before it lets go of the lock. So of what is read in this order (the last number given out, the transactions that hold the lock,
/// the events) the numbers up to the first are settled once all of the second are gone.
/// </remarks>
public sealed class SettledEvents
{
    private (long UpTo, IReadOnlySet<string> Transactions)? _waiting;

    /// <param name="position">Up to where they were known to be settled.</param>
    /// <param name="given">The last number that was given out.</param>
    /// <param name="takers">The transactions under way that have taken numbers, read after <paramref name="given"/>.</param>
    /// <param name="numbers">Those of the events after the position, ascending, read after <paramref name="takers"/>.</param>
    /// <param name="isPage">Whether more of them may follow.</param>
    /// <returns>The number up to which all are settled.</returns>
    public long UpTo(long position, long given, IReadOnlySet<string> takers, IReadOnlyList<long> numbers, bool isPage)
    {
        var proven = position;
        if (takers.Count == 0) proven = given;
        else if (_waiting is var (upTo, transactions) && !transactions.Overlaps(takers)) proven = Math.Max(position, upTo);
        if (proven >= (_waiting?.UpTo ?? 0)) _waiting = null;

        var settled = position;
        foreach (var number in numbers)
        {
            if (number > settled + 1 && number > proven) break;
            settled = number;
        }
        if (!isPage) settled = Math.Max(settled, proven);

        if (takers.Count > 0 && numbers.Count > 0 && settled < numbers[^1]) _waiting ??= (given, takers);
        return settled;
    }
}
