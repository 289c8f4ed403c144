namespace EventDicom.Domain.Modalities;

/// <summary>A modality that is about to be called, and as whom. Jobs keep it: a member that is added must have a default.</summary>
/// <param name="Modality">As the site knows it, with what the request says otherwise.</param>
/// <param name="LocalAet">The title that we call it with.</param>
public sealed record CalledModality(RemoteModality Modality, string LocalAet)
{
    /// <summary>
    /// The title of a request goes before the one of the modality's own definition, and that before the server's (as in Orthanc 1.13).
    /// </summary>
    /// <param name="ours">The server's title.</param>
    public static CalledModality Of(RemoteModality modality, string ours, CallSettings settings) => new(
        modality with
        {
            Aet = settings.CalledAet ?? modality.Aet,
            Host = settings.Host ?? modality.Host,
            Port = settings.Port ?? modality.Port,
            Timeout = settings.Timeout ?? modality.Timeout,
        },
        settings.LocalAet is { Length: > 0 } wanted ? wanted : modality.LocalAet.Length > 0 ? modality.LocalAet : ours);
}

/// <summary>What a request says of how to call a modality; <c>null</c> for what it leaves to the modality's definition.</summary>
/// <param name="Timeout">Seconds; 0 is <c>DicomScuTimeout</c>.</param>
public sealed record CallSettings(
    string? LocalAet = null, string? CalledAet = null, string? Host = null, int? Port = null, int? Timeout = null)
{
    public static readonly CallSettings None = new();
}

/// <summary>Who asked by C-MOVE for instances to be sent, and with which message: what is sent says so (PS3.7 section 9.3.1.1).</summary>
public sealed record MoveOriginator(string Aet, ushort MessageId);
