using EventDicom.Dicom;
using EventDicom.Dimse.Pdus;

namespace EventDicom.Dimse.Scu;

/// <summary>
/// Which presentation contexts are proposed for storage: each class with the transfer syntax of its files, so that they can go as they are,
/// and each class with the syntaxes that they could be brought to. Every context has one syntax, so that the peer cannot choose another.
/// </summary>
internal static class StoreContexts
{
    /// <param name="pairs">Of what is to be sent, those that are needed first in front.</param>
    /// <param name="preferred">UID of the syntax to transcode to above all.</param>
    /// <returns>At most 128: what does not fit in gets an association of its own when its turn comes.</returns>
    public static IReadOnlyList<ProposedContext> Of(IEnumerable<(string SopClass, string Syntax)> pairs, string preferred)
    {
        var contexts = new List<ProposedContext>();
        var proposed = new HashSet<(string, string)>();
        foreach (var (sopClass, syntax) in pairs)
            foreach (var one in (string[])[syntax, preferred, .. ScuCalls.PlainSyntaxes])
                if (contexts.Count < PduLimits.MostContexts && proposed.Add((sopClass, one)))
                    contexts.Add(new(ScuCalls.IdOf(contexts.Count), sopClass, [one]));
        return contexts;
    }

    /// <summary>Uncompressed syntaxes that a peer may have accepted, those that keep most in front.</summary>
    public static IReadOnlyList<string> Fallbacks { get; } =
        [DicomUID.ExplicitVRLittleEndian, DicomUID.ImplicitVRLittleEndian, DicomUID.ExplicitVRBigEndian];
}
