using System.Reflection;

namespace EventDicom.Api.Server;

/// <summary>What <c>GET /system</c> tells of this server.</summary>
public static class ServerIdentity
{
    /// <summary>The Orthanc whose API we speak, and which files name that were made here.</summary>
    public const string OrthancVersion = "1.13.0";

    public const int OrthancApiVersion = 31;
    public const int OrthancDatabaseVersion = 6;

    /// <summary>Our own version.</summary>
    public static readonly string Version = typeof(ServerIdentity)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
