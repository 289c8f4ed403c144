using EventDicom.Domain.Errors;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Modalities;

/// <summary>Strikes a modality off the list.</summary>
public sealed record RemoveModality(string Name, Origin Origin) : IRemoteChange<RemoteModality>
{
    RemoteModality? IRemoteChange<RemoteModality>.Successor => null;

    public Decision Decide(RemoteModality? known, DateTimeOffset now) => known is null
        ? Refuse(OrthancError.InexistentItem, $"Unknown DICOM modality with symbolic name: {Name}")
        : Accept(new Fact(RemoteStreams.OfModality(Name), new ModalityRemoved(Name, now)));
}
