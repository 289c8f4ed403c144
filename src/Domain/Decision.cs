namespace EventDicom.Domain;

/// <summary>Why a request was turned down, in the few classes that HTTP and DIMSE clients can tell apart.</summary>
public enum Refusal
{
    BadRequest,
    BadFileFormat,
    InexistentItem,
    InexistentTag,
    UnknownResource,
    Overloaded,
    StorageFull,
    DatabaseUnavailable,
}

/// <summary>One event and the stream that it belongs to.</summary>
public readonly record struct Fact(string Stream, object Event);

/// <summary>What a rule answers: the facts to record, or why there are none.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <param name="Facts">In the order in which they happened, and are to be numbered. Empty when nothing changes.</param>
    public sealed record Accepted(IReadOnlyList<Fact> Facts) : Decision;

    public sealed record Refused(Refusal Refusal, string Details) : Decision;

    public static Decision Accept(params IReadOnlyList<Fact> facts) => new Accepted(facts);

    public static Decision Refuse(Refusal refusal, string details) => new Refused(refusal, details);
}
