namespace EventDicom.Projections.Changes;

/// <summary>
/// The last number that an entry of the log was given, and how the next is found. As the log is folded in the order of the events, it gives
/// the same numbers at each rebuild.
/// </summary>
/// <param name="Last">0 before the first entry.</param>
/// <param name="IsCounted">Whether the next number is one more; else it is that of the event, as it was before
/// <see cref="Domain.Changes.ChangesCounted"/>.</param>
public readonly record struct ChangeNumbering(long Last, bool IsCounted)
{
    public ChangeNumbering Next(long sequence) => this with { Last = IsCounted ? Last + 1 : sequence };
}
