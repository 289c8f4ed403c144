using EventDicom.Api.Http;
using EventDicom.Domain;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.System;

/// <summary><c>GET /system</c>: who we are, in the fields that Orthanc's clients read.</summary>
public sealed class SystemEndpoint(ServerIdentity identity, MainDicomTags mainTags) : OrthancEndpoint
{
    public override void Configure() => Get("/system");

    public override Task HandleAsync(CancellationToken ct) => AnswerAsync(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("ApiVersion", ServerIdentity.OrthancApiVersion);
        json.WriteBoolean("CheckRevisions", identity.CheckRevisions);
        json.WriteNull("DatabaseBackendPlugin");
        json.WriteString("DatabaseServerIdentifier", identity.DatabaseServerIdentifier);
        json.WriteNumber("DatabaseVersion", ServerIdentity.OrthancDatabaseVersion);
        json.WriteString("DicomAet", identity.DicomAet);
        json.WriteNumber("DicomPort", identity.DicomPort);
        json.WriteString("EventDicomVersion", ServerIdentity.Version);
        json.WriteBoolean("HasLabels", false);
        json.WriteNumber("HttpPort", identity.HttpPort);
        json.WriteString("IngestTranscoding", identity.IngestTranscoding);
        json.WriteBoolean("IsHttpServerSecure", identity.IsHttpServerSecure);
        json.WriteStartObject("MainDicomTags");
        foreach (var level in Enum.GetValues<ResourceLevel>().OrderBy(level => level.ToString(), StringComparer.Ordinal))
            json.WriteString(level.ToString(), mainTags.SignatureOf(level));
        json.WriteEndObject();
        json.WriteNumber("MaximumPatientCount", identity.MaximumPatientCount);
        json.WriteString("MaximumStorageMode", identity.MaximumStorageMode);
        json.WriteNumber("MaximumStorageSize", identity.MaximumStorageSize);
        json.WriteString("Name", identity.Name);
        json.WriteBoolean("OverwriteInstances", identity.OverwriteInstances);
        json.WriteBoolean("PluginsEnabled", true);
        json.WriteNull("StorageAreaPlugin");
        json.WriteBoolean("StorageCompression", false);
        json.WriteStartObject("UserMetadata");
        json.WriteEndObject();
        json.WriteString("Version", ServerIdentity.OrthancVersion);
        json.WriteEndObject();
    });
}

/// <summary><c>GET /statistics</c>: counts and bytes of the whole archive.</summary>
public sealed class ArchiveStatisticsEndpoint(ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure() => Get("/statistics");

    public override async Task HandleAsync(CancellationToken ct)
    {
        var statistics = await queries.StatisticsAsync(ct);
        await AnswerAsync(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("CountInstances", statistics.Instances);
            json.WriteNumber("CountPatients", statistics.Patients);
            json.WriteNumber("CountSeries", statistics.Series);
            json.WriteNumber("CountStudies", statistics.Studies);
            ByteCount.Write(json, "TotalDiskSize", statistics.Size);
            ByteCount.Write(json, "TotalUncompressedSize", statistics.Size);
            json.WriteEndObject();
        });
    }
}
