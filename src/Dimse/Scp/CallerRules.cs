using System.Net;
using System.Net.Sockets;
using EventDicom.Dicom;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Settings;

namespace EventDicom.Dimse.Scp;

/// <summary>
/// Who may call, and ask for what. A stranger may what the options <c>DicomAlwaysAllow…</c> say, a known modality what its own
/// <c>Allow…</c> say.
/// </summary>
public sealed class CallerRules(DicomServerOptions options, IAddressBook<RemoteModality> modalities)
{
    private bool AllowsStrangers =>
        options.DicomAlwaysAllowEcho || options.DicomAlwaysAllowStore || options.DicomAlwaysAllowFind
        || options.DicomAlwaysAllowFindWorklist || options.DicomAlwaysAllowGet || options.DicomAlwaysAllowMove;

    /// <summary>Whether two titles are one, as <c>StrictAetComparison</c> has it.</summary>
    public bool IsSameAet(string left, string right) =>
        string.Equals(
            left.Trim(), right.Trim(), options.StrictAetComparison ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds out who calls, or why it may not.</summary>
    /// <param name="address">Where it calls from; <c>null</c> where that is not known.</param>
    public async Task<(Caller? Caller, RejectReason Reason)> ReceiveAsync(
        AssociateRequest request, IPAddress? address, CancellationToken ct)
    {
        if (options.DicomCheckCalledAet && !IsSameAet(request.CalledAet, options.DicomAet))
            return (null, RejectReason.CalledAetNotRecognized);

        var known = await ModalitiesAsync(request.CallingAet, ct);
        if (known is []) return AllowsStrangers ? (new(request.CallingAet, null), default) : (null, RejectReason.CallingAetNotRecognized);
        if (!options.DicomCheckModalityHost) return (new(request.CallingAet, known[0].Value, known[0].Key), default);

        foreach (var (name, modality) in known)
            if (await IsAtAsync(modality.Host, address, ct)) return (new(request.CallingAet, modality, name), default);
        return (null, RejectReason.CallingAetNotRecognized);
    }

    /// <summary>The modality that has this title, the first by its name; <c>null</c> where none has.</summary>
    public async Task<KeyValuePair<string, RemoteModality>?> FindAsync(string aet, CancellationToken ct) =>
        await ModalitiesAsync(aet, ct) is [var first, ..] ? first : null;

    private async Task<IReadOnlyList<KeyValuePair<string, RemoteModality>>> ModalitiesAsync(string aet, CancellationToken ct) =>
        [.. (await modalities.ListAsync(ct)).Where(modality => IsSameAet(modality.Value.Aet, aet))];

    /// <param name="sopClass">Of which the operation is.</param>
    public bool Allows(Caller caller, CommandField request, string sopClass) => request switch
    {
        CommandField.CEchoRequest => caller.Modality?.AllowEcho ?? options.DicomAlwaysAllowEcho,
        CommandField.CStoreRequest => caller.Modality?.AllowStore ?? options.DicomAlwaysAllowStore,
        CommandField.CFindRequest when sopClass == DicomUID.ModalityWorklistInformationModelFind =>
            caller.Modality?.AllowFindWorklist ?? options.DicomAlwaysAllowFindWorklist,
        CommandField.CFindRequest => caller.Modality?.AllowFind ?? options.DicomAlwaysAllowFind,
        CommandField.CMoveRequest => caller.Modality?.AllowMove ?? options.DicomAlwaysAllowMove,
        CommandField.CGetRequest => caller.Modality?.AllowGet ?? options.DicomAlwaysAllowGet,
        CommandField.NActionRequest => caller.Modality?.AllowNAction ?? false,
        CommandField.NEventReportRequest => caller.Modality?.AllowEventReport ?? false,
        _ => true, // answered by saying that there is no such operation
    };

    private static async Task<bool> IsAtAsync(string host, IPAddress? address, CancellationToken ct)
    {
        if (address is null) return false;
        try
        {
            var known = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, ct);
            return known.Any(candidate => (candidate.IsIPv4MappedToIPv6 ? candidate.MapToIPv4() : candidate).Equals(address));
        }
        catch (SocketException)
        {
            return false; // nobody knows the name
        }
    }
}
