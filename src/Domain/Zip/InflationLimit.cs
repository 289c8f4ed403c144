using EventDicom.Domain.Streams;

namespace EventDicom.Domain.Zip;

/// <summary>Bytes that the compressed parts of one request may inflate to, all together: its body, or the entries of the archives in
/// it.</summary>
/// <param name="most">Bytes; more is refused.</param>
public sealed class InflationLimit(long most)
{
    private long _spent;

    /// <summary>Counts what was inflated.</summary>
    /// <exception cref="InflationException">It is more than there may be.</exception>
    public void Spend(long count)
    {
        _spent += count;
        Demand(0);
    }

    /// <summary>Looks ahead: whether so much more may follow.</summary>
    /// <inheritdoc cref="Spend"/>
    public void Demand(long count)
    {
        if (count > most - _spent) throw new InflationException(most);
    }

    /// <summary>A stream to read instead of an inflating one, which it disposes of; what is read is counted.</summary>
    public Stream Around(Stream inflating) => new CountedStream(inflating, read => Spend(read), leaveOpen: false);
}
