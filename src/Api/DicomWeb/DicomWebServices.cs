using EventDicom.Api.Configuration;
using EventDicom.Api.Ohif;

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
        services.AddSingleton<IndexedMetadata>();
        services.AddSingleton<StoreRequest>();
        services.AddSingleton<OhifViewer>();
    }
}
