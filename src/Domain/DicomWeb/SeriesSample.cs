namespace EventDicom.Domain.DicomWeb;

/// <summary>
/// Some instances that stand for a series of any length, without all of it being held: the first, the last, and one between them, near the
/// middle.
/// </summary>
public sealed class SeriesSample<T>
    where T : class
{
    private T? _first, _middle, _last;
    private int _count;

    /// <summary>One to three of them, each once, in their order.</summary>
    public IReadOnlyList<T> Members => [.. new[] { _first, _middle, _last }.OfType<T>()];

    public void Add(T member)
    {
        _count++;
        if (_count == 1)
        {
            _first = member;
            return;
        }
        // The one that was the last at a power of two: between a half and the whole of it lies the end.
        if (_last is not null && System.Numerics.BitOperations.IsPow2(_count - 1)) _middle = _last;
        _last = member;
    }
}
