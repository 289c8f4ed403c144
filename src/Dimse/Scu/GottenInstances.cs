using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Scp;
using EventDicom.Domain;
using EventDicom.Domain.Modalities;

namespace EventDicom.Dimse.Scu;

/// <summary>Stores what a peer sends in answer to a C-GET, as if it had called us, and says so to it.</summary>
public sealed class GottenInstances(ReceivedInstances reception)
{
    /// <returns>Whether it is stored.</returns>
    /// <exception cref="AssociationEndedException">The association is over.</exception>
    public async Task<bool> StoreAsync(Association association, CalledModality modality, ReceivedMessage message, Getting getting)
    {
        var origin = getting.Origin with
        {
            Kind = OriginKind.DicomProtocol,
            RemoteIp = association.RemoteAddress?.ToString(),
            CallingAet = modality.Modality.Aet,
            CalledAet = modality.LocalAet,
        };
        var stored = await reception.StoreAsync(association, message, modality.Modality.Aet, origin);
        if (stored.Instance is { } instance) getting.Received(instance);
        await association.SendAsync(
            message.Context.Id, CommandSet.ResponseTo(message.Command, stored.Status, stored.Comment), ct: CancellationToken.None);
        return stored.Instance is not null;
    }
}
