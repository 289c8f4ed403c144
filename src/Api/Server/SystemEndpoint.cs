using EventDicom.Domain.Instances;
using EventDicom.Api.Configuration;
using EventDicom.Domain;

namespace EventDicom.Api.Server;

/// <summary><c>GET /system</c>: who we are, in the fields that Orthanc's clients read.</summary>
public sealed class SystemEndpoint(OrthancConfiguration configuration, MainDicomTags mainTags) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/system");
        Describe(Allow.View, "Read what this server is").Answers(Shape.Named("System"));
    }

    public override Task HandleAsync(CancellationToken ct) => AnswerAsync(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("ApiVersion", ServerIdentity.OrthancApiVersion);
        json.WriteStartObject("Capabilities");
        json.WriteBoolean("HasExtendedChanges", true);
        json.WriteBoolean("HasExtendedFind", true);
        // What only plugins in Orthanc's own process could use.
        json.WriteBoolean("HasKeyValueStores", false);
        json.WriteBoolean("HasQueues", false);
        json.WriteBoolean("HasReserveQueueValue", false);
        json.WriteEndObject();
        json.WriteBoolean("CheckRevisions", configuration.Storage.CheckRevisions);
        json.WriteNull("DatabaseBackendPlugin");
        json.WriteString("DatabaseServerIdentifier", configuration.DatabaseServerIdentifier);
        json.WriteNumber("DatabaseVersion", ServerIdentity.OrthancDatabaseVersion);
        json.WriteString("DicomAet", configuration.DicomServer.DicomAet);
        json.WriteString(
            "DicomDefaultRetrieveMethod", Modalities.RetrieveMethods.NameOf(configuration.Remote.DicomDefaultRetrieveMethod));
        json.WriteNumber("DicomPort", configuration.DicomServer.DicomPort);
        json.WriteString("EventDicomVersion", ServerIdentity.Version);
        json.WriteBoolean("HasLabels", true);
        json.WriteNumber("HttpPort", configuration.Http.HttpPort);
        json.WriteString("IngestTranscoding", configuration.Transcoding.IngestTranscoding ?? "");
        json.WriteBoolean("IsHttpServerSecure", configuration.Access.IsSecure);
        json.WriteStartObject("MainDicomTags");
        foreach (var level in Enum.GetValues<ResourceLevel>().OrderBy(level => level.ToString(), StringComparer.Ordinal))
            json.WriteString(level.ToString(), mainTags.SignatureOf(level));
        json.WriteEndObject();
        json.WriteNumber("MaximumPatientCount", configuration.Storage.MaximumPatientCount);
        json.WriteString("MaximumStorageMode", configuration.Storage.MaximumStorageMode.ToString());
        json.WriteNumber("MaximumStorageSize", configuration.Storage.MaximumStorageSize);
        json.WriteString("Name", configuration.Name);
        json.WriteBoolean("OverwriteInstances", configuration.Storage.OverwriteInstances != OverwriteMode.Never);
        json.WriteString("OverwriteInstancesMode", configuration.Storage.OverwriteInstances.ToString());
        json.WriteBoolean("PatientLevelEnabled", configuration.Http.PatientLevelEnabled);
        // Of Orthanc's numbers of threads and caches, the one that holds here.
        json.WriteStartObject("Performance");
        json.WriteNumber("ConcurrentJobs", configuration.Jobs.AtOnce);
        json.WriteEndObject();
        json.WriteBoolean("PluginsEnabled", true);
        json.WriteBoolean("ReadOnly", configuration.Storage.ReadOnly);
        json.WriteNull("StorageAreaPlugin");
        json.WriteBoolean("StorageCompression", configuration.Storage.StorageCompression);
        json.WriteBoolean("StoreMD5ForAttachments", true);
        json.WriteStartArray("ThirdPartyPatches");
        json.WriteEndArray();
        json.WriteStartObject("ThirdPartyVersions");
        json.WriteString("dotnet", Environment.Version.ToString());
        json.WriteEndObject();
        json.WriteStartObject("UserMetadata");
        foreach (var (name, number) in configuration.Index.UserMetadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            json.WriteNumber(name, number);
        json.WriteEndObject();
        json.WriteString("Version", ServerIdentity.OrthancVersion);
        json.WriteEndObject();
    });
}
