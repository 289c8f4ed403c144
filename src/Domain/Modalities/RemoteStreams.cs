namespace EventDicom.Domain.Modalities;

/// <summary>The stream of each modality and peer. It goes on when a name that was removed is used again.</summary>
public static class RemoteStreams
{
    public static string OfModality(string name) => $"modality:{name}";

    public static string OfPeer(string name) => $"peer:{name}";
}
