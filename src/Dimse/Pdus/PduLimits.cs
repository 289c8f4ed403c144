namespace EventDicom.Dimse.Pdus;

/// <summary>Bounds of what a peer may send, whatever it says about itself.</summary>
internal static class PduLimits
{
    /// <summary>Bytes before the variable field: type, a reserved byte, length (PS3.8 section 9.3.1).</summary>
    public const int HeaderLength = 6;

    /// <summary>Bytes in front of a fragment: length of the PDV, context, control header (PS3.8 section 9.3.5.1 and annex E.2).</summary>
    public const int FragmentHeaderLength = 6;

    /// <summary>A request for the full 128 contexts with 40 transfer syntaxes each has some 170 KB.</summary>
    public const int LongestAssociate = 512 * 1024;

    public const int FixedLength = 4;

    public const int MostContexts = 128;

    /// <summary>Of one context. The standard has some 60.</summary>
    public const int MostTransferSyntaxes = 256;

    /// <summary>Items of the user information: one role for each context, and what else there is.</summary>
    public const int MostUserItems = 1024;

    public const int LongestUid = 64;
}
