using EventDicom.Api.Configuration;
using EventDicom.Api.DicomWeb.Servers;
using EventDicom.Api.Ohif;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Retrieving;
using EventDicom.Domain.Sending;

namespace EventDicom.Api.DicomWeb;

/// <summary>What the endpoints of DICOMweb are made of.</summary>
internal static class DicomWebServices
{
    public static void AddDicomWeb(this IServiceCollection services, OrthancConfiguration configuration)
    {
        services.AddSingleton(configuration.DicomWeb);
        services.AddSingleton<DicomWebAddresses>();
        services.AddSingleton<RenderedFrames>();
        services.AddSingleton<FoundModels>();
        services.AddSingleton<ExtrapolatedMetadata>();
        services.AddSingleton<IndexedMetadata>();
        services.AddSingleton<StoredParts>();
        services.AddSingleton<StoreRequest>();
        services.AddSingleton<ServerCalls>();
        services.AddSingleton<ServerRetrievals>();
        services.AddSingleton<IDicomWebClient, DicomWebClient>();
        services.AddSingleton<IJobKind, StowJob>();
        services.AddSingleton<IJobKind, WadoRetrieveJob>();
        services.AddSingleton<OhifViewer>();
    }
}
