using EventDicom.Api.Configuration;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Jobs.Outputs;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Jobs.Watching;
using EventDicom.Projections;
using EventDicom.Projections.JobHistory;
using EventDicom.Projections.Locks;

namespace EventDicom.Api.Jobs;

/// <summary>What runs jobs, and answers for them.</summary>
public static class JobServices
{
    public static void AddJobs(this IServiceCollection services, OrthancConfiguration configuration, string dataFolder, DiskReserve reserve)
    {
        services.AddSingleton(new JobLimits(configuration.Jobs.AtOnce, configuration.Jobs.JobsHistorySize));
        services.AddSingleton(new JobSaving(configuration.Jobs.SaveJobs));
        services.AddSingleton(_ => new JobOutputs(JobOutputs.FolderIn(dataFolder), configuration.Storage.MediaArchiveSize, reserve));
        services.AddSingleton<JobKinds>();
        services.AddSingleton<IJobLocks, JobLocks>();
        services.AddSingleton<StepProgress>();
        services.AddSingleton<JobSignals>();
        services.AddSingleton<JobSubmission>();
        services.AddSingleton<DropJobOutput>();
        services.AddSingleton<JobQueries>();
        services.AddSingleton<JobAnswer>();
        services.AddHostedService<JobStarter>();
        services.AddHostedService<JobWatch>();
    }
}
