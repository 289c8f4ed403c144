using EventDicom.Dimse.Messages;

namespace EventDicom.Dimse.Scu;

/// <summary>
/// Tells a peer that is at it from one that only says so: PS3.4 section C.4.2.2.1 lets it say "pending" as often as it likes.
/// </summary>
/// <param name="told">Is told how much is done, from 0 to 1.</param>
internal sealed class RetrievalProgress(TimeProvider time, Action<double> told)
{
    /// <summary>Responses in a row between which nothing was done.</summary>
    public const int MostIdle = 10_000;

    /// <summary>How long nothing may be done. Some fetch from tapes first what they are to send.</summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromHours(1);

    private long _since = time.GetTimestamp();
    private int _most, _idle;

    /// <summary>An instance came.</summary>
    /// <param name="isStored">Whether it was one that could be stored: then that says more than any number.</param>
    /// <inheritdoc cref="Goes"/>
    public bool Comes(bool isStored)
    {
        if (isStored) (_since, _idle) = (time.GetTimestamp(), 0);
        return isStored || GoesIdle();
    }

    /// <summary>Reads the numbers of a response.</summary>
    /// <returns>Whether it may go on so.</returns>
    public bool Goes(CommandSet response)
    {
        var done = (response.Completed ?? 0) + (response.Failed ?? 0) + (response.Warnings ?? 0);
        if (response.Remaining is { } remaining && done + remaining > 0) told((double)done / (done + remaining));
        if (done <= _most) return GoesIdle();
        (_most, _since, _idle) = (done, time.GetTimestamp(), 0);
        return true;
    }

    private bool GoesIdle() => ++_idle <= MostIdle && time.GetElapsedTime(_since) <= LongestIdle;
}
