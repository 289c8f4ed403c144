using EventDicom.Api;
using EventDicom.Api.Errors;
using EventDicom.Api.Http;
using EventDicom.Api.Instances;
using EventDicom.Api.Resources;
using EventDicom.Api.System;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Deleting;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Stability;
using EventDicom.Projections;
using EventDicom.Projections.Changes;
using EventDicom.Projections.Resources;
using FastEndpoints;
using JasperFx.Events.Daemon;
using Marten;
using Npgsql;
using Wolverine;

var builder = WebApplication.CreateBuilder(args);
var connectionString = builder.Configuration["EventDicom:ConnectionString"]!;
var database = new NpgsqlDataSourceBuilder(connectionString)
{
    ConnectionStringBuilder = { MaxAutoPrepare = 200, AutoPrepareMinUsages = 2, NoResetOnClose = true },
}.Build();
var wakeup = new ChangeLogWakeup();
var httpOptions = new OrthancHttpOptions();

builder.Services.AddSingleton(database);
builder.Services.AddSingleton(wakeup);
builder.Services.AddSingleton(httpOptions);
builder.Services.AddMarten(options => EventStore.Configure(options, database, wakeup))
    .UseLightweightSessions()
    .ApplyAllDatabaseChangesOnStartup()
    .AddAsyncDaemon(DaemonMode.Solo);
builder.Host.UseWolverine(options =>
{
    options.Discovery.IncludeAssembly(typeof(DeleteResource).Assembly);
    options.Durability.Mode = DurabilityMode.MediatorOnly;
});
builder.Services.AddSingleton(MainDicomTags.Default);
builder.Services.AddSingleton(DicomDictionary.Default);
builder.Services.AddSingleton(new IntakeOptions());
builder.Services.AddSingleton(new StableAge());
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<ArchiveClock>();
builder.Services.AddSingleton<Ledger>();
builder.Services.AddSingleton<IResourceIndex, ResourceIndex>();
builder.Services.AddSingleton<ResourceQueries>();
builder.Services.AddSingleton<ChangeQueries>();
builder.Services.AddSingleton<IBlobStore>(new DiskBlobStore(builder.Configuration["EventDicom:BlobFolder"]!));
builder.Services.AddSingleton<StoreInstancesHandler>();
builder.Services.AddSingleton<Intake>();
builder.Services.AddHostedService(services => services.GetRequiredService<Intake>());
builder.Services.AddHostedService<StabilityWatch>();
builder.Services.AddSingleton<ServerSettings>();
builder.Services.AddSingleton(new ServerIdentity());
builder.Services.AddSingleton<InstanceFiles>();
builder.Services.AddSingleton<Upload>();
builder.Services.AddSingleton<ResourceJson>();
builder.Services.AddSingleton<RequestedTags>();
builder.Services.AddFastEndpoints();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = null; // files of any size are streamed
});
var app = builder.Build();
app.UseMiddleware<OrthancPaths>();
app.UseMiddleware<BasicAuthentication>();
app.UseRouting();
app.UseMiddleware<ErrorAnswers>();
app.UseMiddleware<UnroutedRequests>();
app.UseFastEndpoints(fast => fast.Endpoints.Configurator = endpoint => endpoint.AllowAnonymous());
app.Run();
