using EventDicom.Domain.Errors;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Modalities;

/// <summary>Strikes a DICOMweb server off the list, and has its passwords forgotten.</summary>
public sealed record RemoveDicomWebServer(string Name, Origin Origin) : IRemoteChange<DicomWebServer>
{
    DicomWebServer? IRemoteChange<DicomWebServer>.Successor => null;

    public Decision Decide(DicomWebServer? known, DateTimeOffset now) => known is null
        ? Refuse(OrthancError.ParameterOutOfRange, $"Unknown DICOMweb server: {Name}")
        : Accept(new Fact(RemoteStreams.OfDicomWebServer(Name), new DicomWebServerRemoved(Name, now)));
}
