using System.Net;
using EventDicom.Api.Configuration;
using EventDicom.Dimse.Scp;

namespace EventDicom.Api.Hosting;

/// <summary>The DICOM network: what listens for associations, and the services that it offers.</summary>
internal static class DicomNetwork
{
    // What others may hold of ours is told in megabytes.
    private const long Megabyte = 1024 * 1024;

    public static void AddDicomNetwork(this IServiceCollection services, OrthancConfiguration configuration)
    {
        var ours = configuration.EventDicom;
        services.AddSingleton(BindingOf(configuration));
        services.AddSingleton(new ScpLimits(ours.DicomAssociations, ours.DicomAssociationsPerPeer, ours.MaximumDataSetSize * Megabyte));
        services.AddSingleton(configuration.Find);
        services.AddSingleton<CallerRules>();
        services.AddSingleton<Negotiation>();
        services.AddSingleton<IScpService, EchoScp>();
        services.AddSingleton<IScpService, StoreScp>();
        services.AddSingleton<IScpService, FindScp>();
        services.AddSingleton<ScpConversation>();
        services.AddSingleton<DicomServer>();
        // The last to begin and the first to end: what it stores needs the others.
        services.AddHostedService(provider => provider.GetRequiredService<DicomServer>());
    }

    public static DicomBinding BindingOf(OrthancConfiguration configuration) =>
        configuration.EventDicom.DicomBindAddresses is [_, ..] addresses ? new([.. addresses.Select(IPAddress.Parse)])
            : DicomBinding.Everywhere;
}
