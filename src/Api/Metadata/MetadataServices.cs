using EventDicom.Api.Configuration;
using EventDicom.Domain.Metadata;
using EventDicom.Domain.Revisions;
using EventDicom.Projections.Metadata;

namespace EventDicom.Api.Metadata;

internal static class MetadataServices
{
    /// <summary>What users may say of resources.</summary>
    public static void AddMetadata(this IServiceCollection services, OrthancConfiguration configuration)
    {
        services.AddSingleton(new RevisionRule(configuration.Storage.CheckRevisions));
        services.AddSingleton(new MetadataNames(configuration.Index.UserMetadata));
        services.AddSingleton<MetadataQueries>();
        services.AddSingleton<IKeptMetadata>(provider => provider.GetRequiredService<MetadataQueries>());
        services.AddSingleton<MetadataKeeping>();
    }
}
