using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Domain;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Sending;
using EventDicom.Domain.Settings;

namespace EventDicom.Dimse.Scu;

/// <summary>
/// C-STORE as SCU (PS3.4 annex B), of one instance over an association that is open, whoever opened it: we, to store, or a peer that gets
/// what it asked for by C-GET.
/// </summary>
public sealed class InstanceSending(SentDataSets dataSets, TranscodingOptions transcoding, RemoteOptions remotes)
{
    /// <summary>Waits for the response to a request.</summary>
    public delegate Task<ReceivedMessage> Response(CommandSet request, CancellationToken ct);

    /// <summary>Sends the instance as it is, or transcoded where the peer does not take it as it is and both sides allow that.</summary>
    /// <param name="peer">What is known of the peer, and what to call it.</param>
    /// <param name="messageId">Of the request.</param>
    /// <param name="response">Waits for the response; <c>null</c> where nobody else receives.</param>
    /// <exception cref="AssociationEndedException">The association is over.</exception>
    public async Task<SendOutcome> SendAsync(
        Association association, CalledModality peer, InstanceToSend instance, ushort messageId, MoveOriginator? originator,
        CancellationToken ct, Response? response = null)
    {
        if (ContextFor(association, peer, instance) is not { } context) return new(0, ScuCalls.NoContext(peer));
        if ((await OpenAsync(peer, instance, context.TransferSyntax, ct)).IsRefused(out var refused, out var opened))
            return new(0, refused);

        await using var dataSet = opened.DataSet;
        var request = CommandSet.StoreRequest(
            messageId, instance.SopClassUid, opened.SopInstanceUid,
            originator: originator is null ? null : (originator.Aet, originator.MessageId));
        try
        {
            await association.SendAsync(context.Id, request, dataSet, ct);
        }
        catch (Exception unreadable) when (unreadable is not AssociationEndedException and not OperationCanceledException)
        {
            // The association is aborted, for half a data set is on its way.
            return new(0, Unreadable(unreadable));
        }
        var command = (await (response ?? association.AnswerToAsync)(request, ct)).Command;
        return HasIt(command.Status)
            ? new((ushort)command.Status)
            : new((ushort)command.Status, ScuCalls.Failed(peer, "C-STORE", command.Status, command.ErrorComment));
    }

    /// <summary>Whether the peer has the instance after that, changed or not, or had it before.</summary>
    public static bool HasIt(DimseStatus status) => status is
        DimseStatus.Success or DimseStatus.SomeFailed or DimseStatus.ElementsDiscarded or DimseStatus.DataSetDiffersWarning
        or DimseStatus.DuplicateSopInstance;

    private AcceptedContext? ContextFor(Association association, CalledModality peer, InstanceToSend instance)
    {
        var ofClass = association.Contexts
            .Where(context => context.AbstractSyntax == instance.SopClassUid)
            .Where(context => association.IsRequestor ? context.RequestorIsScu : context.RequestorIsScp)
            .ToList();
        var itself = ofClass.Find(context => context.TransferSyntax.UID == instance.TransferSyntaxUid);
        if (itself is not null || !transcoding.TranscodeDicomProtocol || !peer.Modality.AllowTranscoding) return itself;
        return ((string[])[remotes.DicomScuPreferredTransferSyntax, .. StoreContexts.Fallbacks])
            .Select(uid => ofClass.Find(context => context.TransferSyntax.UID == uid))
            .FirstOrDefault(context => context is not null && DicomTranscoder.CanTranscodeTo(context.TransferSyntax));
    }

    private async Task<Answer<(Stream DataSet, string SopInstanceUid)>> OpenAsync(
        CalledModality peer, InstanceToSend instance, DicomTransferSyntax syntax, CancellationToken ct)
    {
        try
        {
            return await dataSets.OpenAsync(instance, syntax, ct);
        }
        catch (Exception failure) when (failure is DicomPixelDataException or DicomCodecException)
        {
            return new Refused(
                OrthancError.NetworkProtocol,
                $"Cannot transcode for AET \"{peer.Modality.Aet}\" to transfer syntax {syntax.UID}: {failure.Message}");
        }
        catch (Exception failure) when (KnownFailure.Of(failure) is { IsTransient: false } known)
        {
            return new Refused(known.Error, known.Details);
        }
    }

    private static Refused Unreadable(Exception failure) => KnownFailure.Of(failure) is { } known
        ? new(known.Error, known.Details)
        : new(OrthancError.InternalError, "The file cannot be read");
}
