namespace EventDicom.Domain.Modalities;

/// <summary>The stream of each modality, peer and DICOMweb server. It goes on when a name that was removed is used again.</summary>
public static class RemoteStreams
{
    public static string OfModality(string name) => $"modality:{name}";

    public static string OfPeer(string name) => $"peer:{name}";

    public static string OfDicomWebServer(string name) => $"dicomweb-server:{name}";
}
