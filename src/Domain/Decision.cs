using EventDicom.Domain.Errors;

namespace EventDicom.Domain;

/// <summary>One event and the stream that it belongs to.</summary>
public readonly record struct Fact(string Stream, object Event);

/// <summary>What a rule answers: the facts to record, or why there are none.</summary>
public sealed class Decision : Answer<IReadOnlyList<Fact>>
{
    private Decision(IReadOnlyList<Fact> facts)
        : base(facts)
    {
    }

    private Decision(Refused refused)
        : base(refused)
    {
    }

    /// <summary>In the order in which they happened, and are to be numbered. Empty when nothing changes.</summary>
    /// <exception cref="InvalidOperationException">It is refused.</exception>
    public IReadOnlyList<Fact> Facts => Value;

    public static Decision Accept(params IReadOnlyList<Fact> facts) => new(facts);

    public static Decision Refuse(OrthancError error, string? details = null) => new(new Refused(error, details));

    public static implicit operator Decision(Refused refused) => new(refused);
}
