using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Modalities;

/// <summary>Makes a DICOMweb server known under a name, in place of what had the name before. Saying it twice changes nothing.</summary>
public sealed record ConfigureDicomWebServer(string Name, DicomWebServer Server, Origin Origin) : IRemoteChange<DicomWebServer>
{
    DicomWebServer? IRemoteChange<DicomWebServer>.Successor => Server;

    public Decision Decide(DicomWebServer? known, DateTimeOffset now)
    {
        var (definition, secrets) = Server;
        if (PeerRules.Fault(Name, definition, secrets) is { } refused) return refused;
        return known is not null && PeerRules.AreSame((known.Definition, known.Secrets), (definition, secrets))
            ? Accept()
            : Accept(new Fact(RemoteStreams.OfDicomWebServer(Name), new DicomWebServerConfigured(Name, definition, now)));
    }
}
