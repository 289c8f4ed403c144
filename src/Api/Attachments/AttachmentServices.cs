using EventDicom.Api.Configuration;
using EventDicom.Domain.Attachments;
using EventDicom.Projections.Attachments;

namespace EventDicom.Api.Attachments;

internal static class AttachmentServices
{
    /// <summary>What users attach to resources, and in which form files are kept.</summary>
    public static void AddAttachments(this IServiceCollection services, OrthancConfiguration configuration)
    {
        services.AddSingleton(new StorageCompression(configuration.Storage.StorageCompression));
        services.AddSingleton(new AttachmentNames(
            configuration.Index.UserContentType.ToDictionary(type => type.Key, type => type.Value.Number)));
        services.AddSingleton<AttachmentQueries>();
        services.AddSingleton<IKeptAttachments>(provider => provider.GetRequiredService<AttachmentQueries>());
        services.AddSingleton<IStoredForms>(provider => provider.GetRequiredService<AttachmentQueries>());
        services.AddSingleton<CompressedFiles>();
        services.AddSingleton<AttachedFiles>();
        services.AddSingleton<AttachmentKeeping>();
        services.AddSingleton<NamedAttachments>();
    }
}
