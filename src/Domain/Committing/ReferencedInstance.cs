namespace EventDicom.Domain.Committing;

/// <summary>An instance as applications name it to each other (PS3.3 table 10-11). Part of an event.</summary>
public sealed record ReferencedInstance(string SopClassUid, string SopInstanceUid)
{
    /// <summary>Instances of one transaction, in either role: a request goes as one data set, and its event keeps them all.</summary>
    public const int Most = 20_000;

    // PS3.5 section 9.1.
    private const int LongestUid = 64;

    /// <summary>Whether a text may stand for a UID. Letters are tolerated, as there are archives that have made such; what could not be
    /// written down or would mean something in a list is not.</summary>
    public static bool IsUid(string text) =>
        text.Length is > 0 and <= LongestUid && text.All(letter => letter is > ' ' and < '\x7f' and not '\\');
}

/// <summary>An instance whose safekeeping is not committed to (PS3.3 section C.14). Part of an event.</summary>
/// <param name="Reason">One of <see cref="FailureReason"/>, or what else somebody answers.</param>
public sealed record NotCommitted(string SopClassUid, string SopInstanceUid, ushort Reason);
