using System.Reflection;

namespace EventDicom.Api.System;

/// <summary>What <c>GET /system</c> tells of this server.</summary>
public sealed record ServerIdentity
{
    /// <summary>The Orthanc whose API we speak.</summary>
    public const string OrthancVersion = "1.12.4";

    public const int OrthancApiVersion = 24;
    public const int OrthancDatabaseVersion = 6;

    /// <summary>Our own version.</summary>
    public static readonly string Version = typeof(ServerIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public string Name { get; init; } = "MyOrthanc";
    public string DicomAet { get; init; } = "ORTHANC";
    public int DicomPort { get; init; } = 4242;
    public int HttpPort { get; init; } = 8042;
    public bool IsHttpServerSecure { get; init; }
    public bool CheckRevisions { get; init; }
    public bool OverwriteInstances { get; init; }
    public string DatabaseServerIdentifier { get; init; } = "";
    public string IngestTranscoding { get; init; } = "";
    public int MaximumPatientCount { get; init; }
    public long MaximumStorageSize { get; init; }
    public string MaximumStorageMode { get; init; } = "Recycle";
}
