using EventDicom.Api.Configuration;
using EventDicom.Api.Server;
using EventDicom.Dicom;
using EventDicom.Domain.Deleting;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Labels;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Modifying.Requests;
using EventDicom.Domain.Modifying.Rewriting;
using EventDicom.Projections.Modifying;

namespace EventDicom.Api.Modifying;

/// <summary>What modifies, anonymizes, splits and merges.</summary>
public static class ModificationServices
{
    public static void AddModifications(this IServiceCollection services, OrthancConfiguration configuration)
    {
        services.AddSingleton(provider => new ModificationSettings(
            provider.GetRequiredService<DicomDictionary>(), configuration.Index.DefaultPrivateCreator,
            configuration.Storage.OverwriteInstances != OverwriteMode.Never,
            $"Orthanc {ServerIdentity.OrthancVersion}"));
        services.AddSingleton<PublicPath>((level, id) => ResourcePath.To(level, id.Value));
        services.AddSingleton<PatientNumbers>();
        services.AddSingleton<InstanceRewriter>();
        services.AddSingleton<DeleteInstances>();
        services.AddSingleton<LabelCopying>();
        services.AddSingleton<MainDicomTagsRebuild>();
        services.AddSingleton<ModificationJobs>();
        services.AddSingleton<IJobKind, ResourceModificationKind>();
        services.AddSingleton<IJobKind, SplitStudyKind>();
        services.AddSingleton<IJobKind, MergeStudyKind>();
    }
}
