using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Modalities;

/// <summary>Strikes a modality off the list.</summary>
public sealed record RemoveModality(string Name, Origin Origin)
{
    public Decision Decide(RemoteModality? known, DateTimeOffset now) => known is null
        ? Refuse(Refusal.InexistentItem, $"Unknown DICOM modality with symbolic name: {Name}")
        : Accept(new Fact(RemoteStreams.OfModality(Name), new ModalityRemoved(Name, now)));
}

public static class RemoveModalityHandler
{
    public static Task<Decision> HandleAsync(RemoveModality command, IAddressBook<RemoteModality> modalities, CancellationToken cancellation) =>
        modalities.ChangeAsync(command.Name, null, command.Decide, command.Origin, cancellation);
}
