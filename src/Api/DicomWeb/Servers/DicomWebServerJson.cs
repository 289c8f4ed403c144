using System.Text.Json;
using EventDicom.Api.Configuration;
using EventDicom.Api.Peers;
using EventDicom.Domain.Modalities;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary>A DICOMweb server as the configuration and Orthanc's clients write it, in the forms of a peer.</summary>
public static class DicomWebServerJson
{
    /// <exception cref="OrthancException">Error 15: malformed.</exception>
    public static DicomWebServer Parse(JsonElement json)
    {
        var (definition, secrets) = PeerJson.Parse(json);
        foreach (var flag in DicomWebServer.Flags)
            if (definition.UserProperties.TryGetValue(flag, out var text) && DicomWebServer.FlagOf(text) is null)
                throw DefinitionJson.Bad($"\"{flag}\" must be true or false");
        return new(definition, secrets);
    }

    /// <summary>Without what is secret.</summary>
    public static void Write(Utf8JsonWriter json, DicomWebServer server) => PeerJson.Write(json, server.Definition, server.Secrets);
}
