using EventDicom.Api.Configuration;
using EventDicom.Dimse.Scp;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Worklists;
using EventDicom.Projections.Worklists;
using FastEndpoints;

namespace EventDicom.Api.Worklists;

/// <summary>Modality worklists: where they are kept, who answers them, and what becomes of those that were worked off.</summary>
internal static class WorklistServices
{
    public static void AddWorklists(this IServiceCollection services, OrthancConfiguration configuration)
    {
        var options = configuration.Worklists;
        services.AddSingleton(options);
        // Endpoints are made before anybody asks whether they are wanted.
        services.AddSingleton<IWorklists>(provider =>
        {
            if (options.Directory is not { } folder) return ActivatorUtilities.CreateInstance<WorklistsInDatabase>(provider);
            var files = new WorklistFolder(
                folder, provider.GetRequiredService<FileReading>(), provider.GetRequiredService<ILogger<WorklistFolder>>());
            if (options.Enable) files.Prepare();
            return files;
        });
        services.AddSingleton<WorklistRequest>();
        if (!options.Enable) return;

        services.AddSingleton<IStableStudies, StableStudies>();
        services.AddSingleton<IScpService, WorklistScp>();
        services.AddHostedService<WorklistHousekeeping>();
    }

    /// <summary>Whether an endpoint is to be registered: without <c>Enable</c> there are no routes of worklists.</summary>
    public static bool IsWanted(EndpointDefinition endpoint, WorklistOptions options) =>
        options.Enable || endpoint.EndpointType.Namespace != typeof(WorklistServices).Namespace;
}
