using System.Text.Json.Serialization;

namespace EventDicom.Domain.Modalities;

/// <summary>A DICOM application entity that we know. Part of an event: a member that is added must have a default.</summary>
public sealed record RemoteModality
{
    public required string Aet { get; init; }

    public required string Host { get; init; }

    /// <summary>1 to 65534.</summary>
    public required int Port { get; init; }

    public ModalityManufacturer Manufacturer { get; init; }

    public bool AllowEcho { get; init; } = true;

    public bool AllowFind { get; init; } = true;

    public bool AllowFindWorklist { get; init; } = true;

    public bool AllowGet { get; init; } = true;

    public bool AllowMove { get; init; } = true;

    public bool AllowStore { get; init; } = true;

    public bool AllowNAction { get; init; } = true;

    public bool AllowEventReport { get; init; } = true;

    /// <summary>Whether we may transcode what we send to it.</summary>
    public bool AllowTranscoding { get; init; } = true;

    public bool UseDicomTls { get; init; }

    /// <summary>The title that we call it with; empty is our own.</summary>
    public string LocalAet { get; init; } = "";

    /// <summary>How what it has is retrieved from it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RetrieveMethod RetrieveMethod { get; init; }

    /// <summary>Seconds; 0 is <c>DicomScuTimeout</c>.</summary>
    public int Timeout { get; init; }
}
