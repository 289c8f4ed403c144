using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;
using EventDicom.Domain;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Settings;

namespace EventDicom.Dimse.Scu;

/// <summary>Opens associations with modalities, and says in Orthanc's words what became of them.</summary>
public sealed class ScuCalls(DicomServerOptions ours, RemoteOptions remotes, DicomTlsOptions tls)
{
    private const int LongestAet = 16;

    private static readonly TimeSpan s_artim = TimeSpan.FromSeconds(30);

    /// <summary>What every service but storage is asked in: little endian, with and without VRs.</summary>
    public static IReadOnlyList<string> PlainSyntaxes { get; } = [DicomUID.ExplicitVRLittleEndian, DicomUID.ImplicitVRLittleEndian];

    /// <summary>One context for each of these classes.</summary>
    public static IReadOnlyList<ProposedContext> ContextsOf(params IReadOnlyList<string> sopClasses) =>
        [.. sopClasses.Select((sopClass, index) => new ProposedContext(IdOf(index), sopClass, PlainSyntaxes))];

    /// <summary>The id of a context by its place: they are odd (PS3.8 section 9.3.2.2).</summary>
    public static byte IdOf(int index) => (byte)((2 * index) + 1);

    /// <summary>Opens an association in which at least one of the contexts is accepted.</summary>
    /// <param name="contexts">At most 128.</param>
    public async Task<Answer<Association>> OpenAsync(
        CalledModality modality, IReadOnlyList<ProposedContext> contexts, CancellationToken ct, IReadOnlyList<RoleSelection>? roles = null)
    {
        var remote = modality.Modality;
        var request = new AssociateRequest
        {
            CalledAet = Shortened(remote.Aet),
            CallingAet = Shortened(modality.LocalAet),
            Contexts = contexts,
            User = new() { Roles = roles ?? [] },
        };
        Association association;
        try
        {
            var target = new AssociationTarget(
                remote.Host, remote.Port, remote.UseDicomTls ? DicomTls.OfClient(tls, remote.Host) : null);
            association = await Association.OpenAsync(target, request, OptionsFor(remote), ct);
        }
        catch (Exception failure) when (
            // The last is a host that can be none.
            failure is AssociationEndedException or AssociationRejectedException or InvalidDataException or ArgumentException)
        {
            return Lost(modality, "connecting to", failure);
        }

        if (association.Contexts.Count > 0) return association;
        await EndAsync(association);
        return NoContext(modality);
    }

    /// <summary>Releases an association as far as that can be done, and gives back what it holds.</summary>
    public static async Task EndAsync(Association association)
    {
        try
        {
            if (association.State == AssociationState.Established) await association.ReleaseAsync(CancellationToken.None);
        }
        catch (AssociationEndedException)
        {
            // What was to be done is done.
        }
        finally
        {
            await association.DisposeAsync();
        }
    }

    /// <summary>Does work in an association of its own, which is released when it is done and aborted when it fails.</summary>
    public async Task<Answer<T>> InAsync<T>(
        CalledModality modality, IReadOnlyList<ProposedContext> contexts, string what, Func<Association, Task<Answer<T>>> work,
        CancellationToken ct, IReadOnlyList<RoleSelection>? roles = null)
    {
        if ((await OpenAsync(modality, contexts, ct, roles)).IsRefused(out var refused, out var association)) return refused;
        try
        {
            var answer = await work(association);
            await EndAsync(association);
            return answer;
        }
        catch (AssociationEndedException lost)
        {
            return Lost(modality, what, lost);
        }
        finally
        {
            await association.DisposeAsync();
        }
    }

    public static Refused Lost(CalledModality modality, string what, Exception failure) =>
        new(OrthancError.NetworkProtocol, $"DicomAssociation - {what} AET \"{modality.Modality.Aet}\": {failure.Message}");

    public static Refused NoContext(CalledModality modality) => new(
        OrthancError.NoPresentationContext, $"Unable to negotiate a presentation context with AET \"{modality.Modality.Aet}\"");

    /// <param name="service">E.g. <c>C-STORE</c>.</param>
    public static Refused Failed(CalledModality modality, string service, DimseStatus status, string comment) => new(
        OrthancError.NetworkProtocol,
        $"{service} SCU to AET \"{modality.Modality.Aet}\" has failed with DIMSE status 0x{(ushort)status:X4}"
        + (comment.Length > 0 ? $" ({comment})" : ""))
    {
        Payload = ErrorPayload.OfStatus((ushort)status),
    };

    private static string Shortened(string aet) => aet.Length > LongestAet ? aet[..LongestAet] : aet;

    private AssociationOptions OptionsFor(RemoteModality modality)
    {
        var seconds = modality.Timeout > 0 ? modality.Timeout : remotes.DicomScuTimeout;
        return new()
        {
            MaximumPduLength = ours.MaximumPduLength,
            Patience = seconds > 0 ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan,
            Artim = seconds > 0 ? TimeSpan.FromSeconds(seconds) : s_artim,
        };
    }
}
