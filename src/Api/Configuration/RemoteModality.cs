using System.Text.Json;
using EventDicom.Api.Errors;

namespace EventDicom.Api.Configuration;

/// <summary>A DICOM application entity that we know.</summary>
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

    /// <summary>Seconds; 0 is <c>DicomScuTimeout</c>.</summary>
    public int Timeout { get; init; }

    /// <summary>Reads <c>[AET, Host, Port]</c>, the same with a manufacturer, or an object of the members by name.</summary>
    /// <exception cref="OrthancException">Error 15: malformed. Error 3: port out of range or unknown manufacturer.</exception>
    public static RemoteModality Parse(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array when json.GetArrayLength() is 3 or 4 => FromArray(json),
        JsonValueKind.Object => FromObject(json),
        _ => throw DefinitionJson.Bad("A modality is [AET, Host, Port], [AET, Host, Port, Manufacturer] or an object"),
    };

    private static RemoteModality FromArray(JsonElement json) => new()
    {
        Aet = DefinitionJson.Text(json[0]),
        Host = DefinitionJson.Text(json[1]),
        Port = DefinitionJson.Port(json[2]),
        Manufacturer = json.GetArrayLength() == 4 ? ManufacturerNamed(DefinitionJson.Text(json[3])) : ModalityManufacturer.Generic,
    };

    private static RemoteModality FromObject(JsonElement json)
    {
        // One flag for both halves of storage commitment, from before they could be told apart.
        var commitment = DefinitionJson.Flag(json, "AllowStorageCommitment", true);
        return new()
        {
            Aet = DefinitionJson.Text(json, "AET"),
            Host = DefinitionJson.Text(json, nameof(Host)),
            Port = json.TryGetProperty(nameof(Port), out var port) ? DefinitionJson.Port(port) : throw DefinitionJson.Bad("\"Port\" is missing"),
            Manufacturer = ManufacturerNamed(DefinitionJson.Text(json, nameof(Manufacturer), nameof(ModalityManufacturer.Generic))),
            AllowEcho = DefinitionJson.Flag(json, nameof(AllowEcho), true),
            AllowFind = DefinitionJson.Flag(json, nameof(AllowFind), true),
            AllowFindWorklist = DefinitionJson.Flag(json, nameof(AllowFindWorklist), true),
            AllowGet = DefinitionJson.Flag(json, nameof(AllowGet), true),
            AllowMove = DefinitionJson.Flag(json, nameof(AllowMove), true),
            AllowStore = DefinitionJson.Flag(json, nameof(AllowStore), true),
            AllowNAction = DefinitionJson.Flag(json, nameof(AllowNAction), commitment),
            AllowEventReport = DefinitionJson.Flag(json, nameof(AllowEventReport), commitment),
            AllowTranscoding = DefinitionJson.Flag(json, nameof(AllowTranscoding), true),
            UseDicomTls = DefinitionJson.Flag(json, nameof(UseDicomTls), false),
            LocalAet = DefinitionJson.Text(json, nameof(LocalAet), ""),
            Timeout = DefinitionJson.Seconds(json, nameof(Timeout)),
        };
    }

    // The second group are names of products, whose servers turned out to need nothing of their own.
    private static ModalityManufacturer ManufacturerNamed(string name) => name switch
    {
        "Generic" => ModalityManufacturer.Generic,
        "GenericNoWildcardInDates" => ModalityManufacturer.GenericNoWildcardInDates,
        "GenericNoUniversalWildcard" => ModalityManufacturer.GenericNoUniversalWildcard,
        "Vitrea" => ModalityManufacturer.Vitrea,
        "GE" => ModalityManufacturer.GE,
        "ClearCanvas" or "MedInria" or "Dcm4Chee" or "EFilm2" => ModalityManufacturer.Generic,
        "SyngoVia" or "AgfaImpax" => ModalityManufacturer.GenericNoWildcardInDates,
        _ => throw new OrthancException(OrthancError.ParameterOutOfRange, $"Unknown modality manufacturer: \"{name}\""),
    };
}
