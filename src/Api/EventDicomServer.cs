using EventDicom.Api.Archives;
using EventDicom.Api.Attachments;
using EventDicom.Api.Configuration;
using EventDicom.Api.DicomWeb;
using EventDicom.Api.Finding;
using EventDicom.Api.Hosting;
using EventDicom.Api.Instances;
using EventDicom.Api.Jobs;
using EventDicom.Api.Logging;
using EventDicom.Api.Metadata;
using EventDicom.Api.Metrics;
using EventDicom.Api.Modifying;
using EventDicom.Api.Ohif;
using EventDicom.Api.Resources;
using EventDicom.Api.Server;
using EventDicom.Api.Worklists;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Archives;
using EventDicom.Domain.Attachments;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Deleting;
using EventDicom.Domain.Finding;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Jobs.Watching;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Limits;
using EventDicom.Domain.Memory;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Reconstructing;
using EventDicom.Domain.Resources;
using EventDicom.Domain.Stability;
using EventDicom.Domain.Streams;
using EventDicom.Domain.Transcoding;
using EventDicom.Projections;
using EventDicom.Projections.Archives;
using EventDicom.Projections.Blobs;
using EventDicom.Projections.Changes;
using EventDicom.Projections.Finding;
using EventDicom.Projections.Remotes;
using EventDicom.Projections.Resources;
using EventDicom.Projections.Views;
using FastEndpoints;
using JasperFx;
using JasperFx.CodeGeneration;
using Marten;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Prometheus;
using Wolverine;
using Wolverine.Marten;

namespace EventDicom.Api;

/// <summary>Puts the server together. Read it from top to bottom.</summary>
public static class EventDicomServer
{
    // Far longer than any batch takes, and than clocks of servers and file servers differ.
    private static readonly TimeSpan s_orphansMargin = TimeSpan.FromHours(1);

    /// <param name="also">Adds what is not part of the server itself, e.g. kinds of jobs of a test.</param>
    public static WebApplication Build(
        OrthancConfiguration configuration, string connectionString, string dataFolder, CommandLine commandLine, bool writesCode,
        Action<IServiceCollection>? also = null)
    {
        var app = Assemble(configuration, connectionString, dataFolder, commandLine, writesCode, also);
        Map(app, configuration);
        return app;
    }

    /// <summary>The parts alone: nothing is made of them yet, and neither the database nor the disk touched.</summary>
    internal static WebApplication Assemble(
        OrthancConfiguration configuration, string connectionString, string dataFolder, CommandLine commandLine, bool writesCode,
        Action<IServiceCollection>? also = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        if (configuration.EventDicom.LogFormat == LogFormat.Text) builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        else builder.Logging.AddJsonConsole(console =>
            (console.IncludeScopes, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, "O"));
        var levels = new LogLevels(commandLine.Trace ? LogVerbosity.Trace : commandLine.Verbose
            ? LogVerbosity.Verbose : LogVerbosity.Default);
        builder.Services.AddSingleton(levels);
        builder.Services.AddSingleton<LoggerFactory>();
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory, DiscreetLoggerFactory>());
        builder.Services.AddSingleton<IConfigureOptions<LoggerFilterOptions>>(levels);
        builder.Services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(levels);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseOrthancKestrel(configuration);
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateScopes = false);

        AddArchive(builder, configuration, connectionString, dataFolder, writesCode);
        var remotes = configuration.Remote;
        AddAddressBook(builder.Services, remotes.DicomModalitiesInDatabase, AddressTables.Modalities, remotes.DicomModalities);
        AddAddressBook(builder.Services, remotes.OrthancPeersInDatabase, AddressTables.Peers, remotes.OrthancPeers);
        AddAddressBook(
            builder.Services, configuration.DicomWeb.ServersInDatabase, AddressTables.DicomWebServers, configuration.DicomWeb.Servers);
        AddOrthancApi(builder, configuration);
        builder.Services.AddWorklists(configuration);
        builder.Services.AddDicomNetwork(configuration);
        builder.Services.AddRemotes(configuration);
        also?.Invoke(builder.Services);

        return builder.Build();
    }

    /// <summary>The routes, with what they need: folders are made, and files looked at.</summary>
    internal static void Map(WebApplication app, OrthancConfiguration configuration)
    {
        app.Services.GetRequiredService<DatabaseConnections>().Logger = app.Logger;
        // These listen from their making on.
        app.Services.GetRequiredService<ViewCache>();
        app.Services.GetRequiredService<JobSignals>();
        app.Services.GetRequiredService<OrthancMeter>();
        app.UseMiddleware<RequestMeter>();
        app.Use(app.Services.GetRequiredService<StoppingRequests>().InvokeAsync);
        var viewers = new ForeignViewers(configuration);
        if (viewers.AreThere) app.Use(viewers.InvokeAsync);
        app.UseOrthancConventions(configuration);
        if (app.Services.GetRequiredService<OhifViewer>() is { IsThere: true } ohif) app.Use(ohif.InvokeAsync);
        app.UseOrthancRouting();
        app.MapHealthChecks();
        app.MapMetrics("/metrics", app.Services.GetRequiredService<ProcessMetrics>().Registry).RequireAuthorization(Allow.Settings);
        app.MapOpenApi("/openapi.json").RequireAuthorization(Allow.View);
        app.MapApiPage();
        // What FastEndpoints would ask for; RouteDescription puts the permission of each route in its place.
        app.UseFastEndpoints(fast =>
        {
            fast.Endpoints.Filter = endpoint => DicomWebRoutes.IsWanted(endpoint, configuration.DicomWeb)
                && WorklistServices.IsWanted(endpoint, configuration.Worklists);
            fast.Endpoints.Configurator = endpoint =>
            {
                DicomWebRoutes.Place(endpoint, configuration.DicomWeb);
                endpoint.AllowAnonymous();
                endpoint.Options(routes => routes.Add(RouteWords.AddTo));
            };
        });
    }

    /// <summary>What knows the database: events, views, jobs and their messages. Nothing is started, and nothing on the disk
    /// touched.</summary>
    internal static void AddDatabase(WebApplicationBuilder builder, OrthancConfiguration configuration, string connectionString,
        bool writesCode)
    {
        var services = builder.Services;
        var ours = configuration.EventDicom;
        var connections = new DatabaseConnections(connectionString);
        var database = connections.Source;
        // Only a database of the server's own is certainly written by nobody else.
        var alone = ours.ConnectionString.Length == 0;

        services.AddSingleton(connections);
        services.AddSingleton<Commits>();
        services.AddSingleton(database);
        services.AddMarten(options => EventStore.Configure(options, database))
            .BuildSessionsWith<MessageSessions>()
            .IntegrateWithWolverine(messages => messages.MessageStorageSchemaName = EventStore.MessageSchema);
        services.AddHostedService<SchemaAtStart>();
        // After the schema is there, and before anything reads a view, let alone answers with one.
        services.AddHostedService<ViewsAtStart>();
        services.AddHostedService<LostJobsBeforeServing>();
        builder.Host.UseWolverine(options =>
        {
            options.ApplicationAssembly = typeof(EventDicomServer).Assembly; // holds the generated handlers, whoever runs it
            options.Discovery.IncludeAssembly(typeof(DeleteResource).Assembly);
            options.AutoBuildMessageStorageOnStartup = AutoCreate.None; // see SchemaAtStart
            JobQueues.Configure(options, configuration.Jobs.AtOnce, alone);
            // Handlers are generated ahead into Internal/Generated; what is not there yet is compiled when it is first called.
            options.CodeGeneration.TypeLoadMode = TypeLoadMode.Auto;
            options.CodeGeneration.SourceCodeWritingEnabled = writesCode;
            if (writesCode)
                options.CodeGeneration.GeneratedCodeOutputPath = Path.Combine(Environment.CurrentDirectory, "Internal", "Generated");
        });
    }

    private static void AddArchive(WebApplicationBuilder builder, OrthancConfiguration configuration, string connectionString,
        string dataFolder, bool writesCode)
    {
        AddDatabase(builder, configuration, connectionString, writesCode);
        var services = builder.Services;
        var ours = configuration.EventDicom;
        var alone = ours.ConnectionString.Length == 0;
        services.AddSingleton(new DatabaseProbe(connectionString));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ArchiveClock>();
        services.AddSingleton(provider => new ViewCache(enabled: alone, provider.GetRequiredService<Commits>()));
        services.AddSingleton<IEventAppender, EventAppender>();
        services.AddSingleton<Ledger>();
        services.AddSingleton<IHoldings, HoldingsUnderLock>();
        services.AddSingleton<IResources, HeldResources>();
        services.AddSingleton<ResourceLedger>();
        services.AddSingleton<IStoredInstances, StoredInstances>();
        services.AddSingleton<IUnstableResources, UnstableResources>();
        services.AddSingleton<IFind, FindInViews>();
        services.AddSingleton<MainTagsCoverage>();
        services.AddHostedService<MainTagsFilling>();
        services.AddSingleton<Finder>();
        services.AddSingleton<ResourceQueries>();
        services.AddMetadata(configuration);
        services.AddAttachments(configuration);
        services.AddSingleton<ChangeLogKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeLogKeeper>());
        services.AddSingleton<ChangeQueries>();
        services.AddSingleton<IArchiveIndex, ArchiveQueries>();
        services.AddSingleton(ArchiveLimits.OfMegabytes(configuration.Storage.MaximumFileSizeInArchiveMB));
        services.AddSingleton<ArchiveContents>();
        services.AddSingleton<ViewRebuild>();
        services.AddSingleton<IKeptTags, KeptTags>();
        services.AddSingleton<Reconstruction>();
        services.AddSingleton<IJobKind, ArchiveJob>();
        services.AddSingleton<IJobKind, MediaJob>();
        var blobFolder = ours.BlobFolderIn(dataFolder);
        // The database of our own lies in the data folder.
        var reserve = DiskReserve.On(ours.DiskReserve * 1024L * 1024L, blobFolder, dataFolder);
        services.AddSingleton<IBlobStore>(provider => new MeasuredBlobStore(
            new DiskBlobStore(blobFolder, ours.VerifyOnRead, provider.GetRequiredService<ILogger<DiskBlobStore>>()),
            provider.GetRequiredService<CompressedFiles>(), reserve,
            provider.GetRequiredService<ILogger<MeasuredBlobStore>>()));
        services.AddSingleton<IBlobIndex, BlobIndex>();
        services.AddSingleton(_ => new SpoolFolder(Path.Combine(dataFolder, "spool"), reserve.Half()));
        services.AddSingleton(new BlobRetention(TimeSpan.FromDays(ours.KeepDeleted), s_orphansMargin));
        services.AddSingleton<BlobPurge>();
        services.AddSingleton<OrphanSweep>();
        services.AddHostedService<BlobKeeper>();
        services.AddSingleton(new IntakeOptions(
            ours.QueueLimit, ours.BatchLimit, configuration.Storage.OverwriteInstances));
        services.AddSingleton(configuration.Storage.Limits);
        services.AddSingleton<IStorageUse, StorageUseUnderLock>();
        services.AddSingleton<IntakeTransaction>();
        var ingest = configuration.Transcoding;
        services.AddSingleton(new IngestTranscodingOptions(
            ingest.IngestTranscoding is { } syntax ? DicomTransferSyntax.Lookup(syntax) : null,
            ingest.IngestTranscodingOfUncompressed,
            ingest.IngestTranscodingOfCompressed,
            new() { JpegQuality = ingest.DicomLossyTranscodingQuality }));
        services.AddSingleton<IngestTranscoding>();
        services.AddSingleton<Intake>();
        services.AddHostedService(provider => provider.GetRequiredService<Intake>());
        services.AddHostedService<LimitsAtStart>();
        services.AddSingleton(new StableAge(configuration.Index.StableAge));
        services.AddHostedService<StabilityWatch>();
        services.AddJobs(configuration, dataFolder, reserve);
        services.AddModifications(configuration);
    }

    private static void AddAddressBook<T>(IServiceCollection services, bool inDatabase, AddressTable<T> table,
        IReadOnlyDictionary<string, T> configured)
        where T : class
    {
        if (inDatabase)
        {
            services.AddSingleton(table);
            services.AddSingleton<IAddressBook<T>, AddressBookInDatabase<T>>();
        }
        else
        {
            services.AddSingleton<IAddressBook<T>>(new AddressBookInMemory<T>(configured, TimeProvider.System));
        }
    }

    private static void AddOrthancApi(WebApplicationBuilder builder, OrthancConfiguration configuration)
    {
        var services = builder.Services;
        var dictionary = configuration.Index.Dictionary is []
            ? DicomDictionary.Default
            : DicomDictionary.Default.With(configuration.Index.Dictionary.Select(entry => entry.ToDicom()));

        services.AddSingleton(configuration);
        // The DICOM network sees these alone, and not where they were read.
        services.AddSingleton(configuration.DicomServer);
        services.AddSingleton(configuration.DicomTls);
        services.AddSingleton(configuration.Remote);
        services.AddSingleton(configuration.Transcoding);
        services.AddSingleton(dictionary);
        services.AddSingleton(new MainDicomTags(configuration.Index.ExtraMainDicomTags.ToDictionary(
            level => level.Key, level => (IReadOnlyList<DicomTag>)[.. level.Value.Select(dictionary.ParseTag)]), dictionary));
        var settings = new ServerSettings(configuration.DicomServer, configuration.MetricsEnabled);
        services.AddSingleton(settings);
        services.AddSingleton(new FileReading(dictionary, () => settings.DefaultEncoding, configuration.EventDicom.LargestValueInMemory));
        services.AddSingleton<ServerRun>();
        services.AddSingleton<StoppingRequests>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = StoppingRequests.Patience);
        services.AddSingleton<OrthancMeter>();
        services.AddSingleton<OrthancMetrics>();
        if (Tracing.IsWanted(configuration.EventDicom, ProcessEnvironment.Variables())) Tracing.AddTo(services, configuration.EventDicom);
        services.AddSingleton<ProcessMetrics>();
        services.AddSingleton<StoredFiles>();
        services.AddSingleton(new DicomJsonOptions { Dictionary = dictionary });
        services.AddSingleton<DicomModels>();
        services.AddSingleton<Reception>();
        services.AddSingleton(new ZipReceptionOptions(configuration.EventDicom.MaximumInflatedSize * 1024L * 1024L));
        services.AddSingleton<ZipReception>();
        services.AddSingleton<FormPieces>();
        services.AddSingleton<FormUpload>();
        var budget = MemoryBudget.Of(configuration.EventDicom.MemoryBudget * 1024L * 1024L);
        services.AddSingleton(budget);
        services.AddSingleton(budget.Work);
        services.AddHostedService<MemoryTidying>();
        services.AddSingleton(provider => new FileTranscoder(
            provider.GetRequiredService<MemoryLimiter>(),
            DicomCodecOptions.OfQuality(configuration.Transcoding.DicomLossyTranscodingQuality)));
        services.AddSingleton<ArchiveAnswer>();
        services.AddSingleton<ResourceJson>();
        services.AddSingleton<KeptAnswers>();
        services.AddSingleton<ExpandedResources>();
        services.AddSingleton<FindWords>();
        services.AddDicomWeb(configuration);
        services.AddOrthancConventions(configuration);
        services.AddFastEndpoints(discovery =>
        {
            // Its own search looks through every type of every library.
            discovery.DisableAutoDiscovery = true;
            discovery.Assemblies = [typeof(EventDicomServer).Assembly];
        });
        services.AddOpenApi(document =>
        {
            document.AddOperationTransformer<DescribedOperations>();
            document.AddDocumentTransformer<DescribedDocument>();
        });
    }
}
