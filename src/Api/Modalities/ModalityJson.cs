using System.Text.Json;
using EventDicom.Api.Configuration;
using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Modalities;

/// <summary>A modality as the configuration and Orthanc's clients write it, and as they read it.</summary>
public static class ModalityJson
{
    /// <summary>Reads <c>[AET, Host, Port]</c>, the same with a manufacturer, or an object of the members by name.</summary>
    /// <exception cref="OrthancException">Error 15: malformed. Error 3: port out of range or unknown manufacturer.</exception>
    public static RemoteModality Parse(JsonElement json) => DefinitionJson.Read(json, static json => json.ValueKind switch
    {
        JsonValueKind.Array when json.GetArrayLength() is 3 or 4 => FromArray(json),
        JsonValueKind.Object => FromObject(json),
        _ => throw DefinitionJson.Bad("A modality is [AET, Host, Port], [AET, Host, Port, Manufacturer] or an object"),
    });

    public static void Write(Utf8JsonWriter json, RemoteModality modality)
    {
        json.WriteStartObject();
        json.WriteString("AET", modality.Aet);
        json.WriteBoolean(nameof(modality.AllowEcho), modality.AllowEcho);
        json.WriteBoolean(nameof(modality.AllowEventReport), modality.AllowEventReport);
        json.WriteBoolean(nameof(modality.AllowFind), modality.AllowFind);
        json.WriteBoolean(nameof(modality.AllowFindWorklist), modality.AllowFindWorklist);
        json.WriteBoolean(nameof(modality.AllowGet), modality.AllowGet);
        json.WriteBoolean(nameof(modality.AllowMove), modality.AllowMove);
        json.WriteBoolean(nameof(modality.AllowNAction), modality.AllowNAction);
        json.WriteBoolean(nameof(modality.AllowStore), modality.AllowStore);
        json.WriteBoolean(nameof(modality.AllowTranscoding), modality.AllowTranscoding);
        json.WriteString(nameof(modality.Host), modality.Host);
        json.WriteString(nameof(modality.LocalAet), modality.LocalAet);
        json.WriteString(nameof(modality.Manufacturer), modality.Manufacturer.ToString());
        json.WriteNumber(nameof(modality.Port), modality.Port);
        json.WriteString(nameof(modality.RetrieveMethod), RetrieveMethods.NameOf(modality.RetrieveMethod));
        json.WriteNumber(nameof(modality.Timeout), modality.Timeout);
        json.WriteBoolean(nameof(modality.UseDicomTls), modality.UseDicomTls);
        json.WriteEndObject();
    }

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
            Host = DefinitionJson.Text(json, nameof(RemoteModality.Host)),
            Port = json.TryGetProperty(nameof(RemoteModality.Port), out var port)
            ? DefinitionJson.Port(port) : throw DefinitionJson.Bad("\"Port\" is missing"),
            Manufacturer = ManufacturerNamed(
                DefinitionJson.Text(json, nameof(RemoteModality.Manufacturer), nameof(ModalityManufacturer.Generic))),
            AllowEcho = DefinitionJson.Flag(json, nameof(RemoteModality.AllowEcho), true),
            AllowFind = DefinitionJson.Flag(json, nameof(RemoteModality.AllowFind), true),
            AllowFindWorklist = DefinitionJson.Flag(json, nameof(RemoteModality.AllowFindWorklist), true),
            AllowGet = DefinitionJson.Flag(json, nameof(RemoteModality.AllowGet), true),
            AllowMove = DefinitionJson.Flag(json, nameof(RemoteModality.AllowMove), true),
            AllowStore = DefinitionJson.Flag(json, nameof(RemoteModality.AllowStore), true),
            AllowNAction = DefinitionJson.Flag(json, nameof(RemoteModality.AllowNAction), commitment),
            AllowEventReport = DefinitionJson.Flag(json, nameof(RemoteModality.AllowEventReport), commitment),
            AllowTranscoding = DefinitionJson.Flag(json, nameof(RemoteModality.AllowTranscoding), true),
            UseDicomTls = DefinitionJson.Flag(json, nameof(RemoteModality.UseDicomTls), false),
            LocalAet = DefinitionJson.Text(json, nameof(RemoteModality.LocalAet), ""),
            RetrieveMethod = RetrieveMethods.Parse(
                DefinitionJson.Text(json, nameof(RemoteModality.RetrieveMethod), RetrieveMethods.NameOf(RetrieveMethod.SystemDefault))),
            Timeout = DefinitionJson.Seconds(json, nameof(RemoteModality.Timeout)),
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
        "SiemensSyngoCT" => ModalityManufacturer.SiemensSyngoCT,
        "ClearCanvas" or "MedInria" or "Dcm4Chee" or "EFilm2" => ModalityManufacturer.Generic,
        "SyngoVia" or "AgfaImpax" => ModalityManufacturer.GenericNoWildcardInDates,
        _ => throw new OrthancException(OrthancError.ParameterOutOfRange, $"Unknown modality manufacturer: \"{name}\""),
    };
}
