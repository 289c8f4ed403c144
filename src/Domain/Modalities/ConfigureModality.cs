using EventDicom.Domain.Errors;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Modalities;

/// <summary>Makes a modality known under a name, in place of what had the name before. Saying it twice changes nothing.</summary>
public sealed record ConfigureModality(string Name, RemoteModality Modality, Origin Origin) : IRemoteChange<RemoteModality>
{
    RemoteModality? IRemoteChange<RemoteModality>.Successor => Modality;

    public Decision Decide(RemoteModality? known, DateTimeOffset now)
    {
        if (!SymbolicName.IsValid(Name)) return Refuse(OrthancError.BadFileFormat, $"{SymbolicName.Requirement}, but this is \"{Name}\"");
        return known == Modality ? Accept() : Accept(new Fact(RemoteStreams.OfModality(Name), new ModalityConfigured(Name, Modality, now)));
    }
}
