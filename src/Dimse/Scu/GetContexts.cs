using EventDicom.Dicom;
using EventDicom.Dimse.Pdus;
using EventDicom.Domain.Settings;

namespace EventDicom.Dimse.Scu;

/// <summary>Which contexts a C-GET proposes: its own, and those in which we are the SCP of what comes (PS3.7 annex D.3.3.4).</summary>
public sealed class GetContexts(DicomServerOptions options, ServerSettings settings)
{
    // Classes that Orthanc proposes where nobody says which there are.
    private const int MostClasses = 120;

    private static readonly string[] s_uncompressed =
        [DicomUID.ExplicitVRLittleEndian, DicomUID.ImplicitVRLittleEndian, DicomUID.ExplicitVRBigEndian];

    private readonly string[] _usual =
    [
        .. SopClasses.Of(options.AcceptedSopClasses, options.RejectedSopClasses)
            .OrderBy(uid => DicomUIDRegistry.Find(uid) is { IsRetired: false } ? 0 : 1).Take(MostClasses),
    ];

    /// <param name="service">The SOP class of the C-GET.</param>
    /// <param name="wanted">UIDs of the classes that may come; none for the usual ones.</param>
    public (IReadOnlyList<ProposedContext> Contexts, IReadOnlyList<RoleSelection> Roles) Of(string service, IReadOnlyList<string> wanted)
    {
        var classes = wanted is [] ? _usual : [.. wanted.Distinct().Take(MostClasses)];
        // A request with all that were ever defined, for each class, is longer than some peers take.
        var accepted = settings.AcceptedTransferSyntaxes.Where(uid => DicomUIDRegistry.Find(uid) is { IsRetired: false }
            || s_uncompressed.Contains(uid)).ToArray();
        var plain = s_uncompressed.Where(accepted.Contains).ToArray();
        var compressed = accepted.Except(s_uncompressed).ToArray();
        var contexts = new List<ProposedContext> { new(ScuCalls.IdOf(0), service, ScuCalls.PlainSyntaxes) };
        // A peer that can choose would rather decompress than send what it has; where there is room it cannot.
        var hasRoom = 1 + (classes.Length * (1 + compressed.Length)) <= PduLimits.MostContexts;
        foreach (var sopClass in classes)
        {
            Add(sopClass, hasRoom ? plain : [.. plain, .. compressed]);
            if (hasRoom)
                foreach (var syntax in compressed) Add(sopClass, [syntax]);
        }
        return (contexts, [.. classes.Select(sopClass => new RoleSelection(sopClass, Scu: false, Scp: true))]);

        void Add(string sopClass, string[] syntaxes)
        {
            if (syntaxes is not []) contexts.Add(new(ScuCalls.IdOf(contexts.Count), sopClass, syntaxes));
        }
    }
}
