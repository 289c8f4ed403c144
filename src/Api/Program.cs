using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Stability;
using EventDicom.Projections;
using EventDicom.Projections.Changes;
using EventDicom.Projections.Resources;
using FastEndpoints;
using Marten;
using Npgsql;
using Wolverine;
using Wolverine.Marten;

var builder = WebApplication.CreateBuilder(args);
var connectionString = builder.Configuration["EventDicom:ConnectionString"]!;
var database = new NpgsqlDataSourceBuilder(connectionString) { ConnectionStringBuilder = { MaxAutoPrepare = 100, AutoPrepareMinUsages = 2 } }.Build();
builder.Services.AddSingleton(database);
var wakeup = new ChangeLogWakeup();
builder.Services.AddSingleton(wakeup);
builder.Services.AddMarten(options => EventStore.Configure(options, database, wakeup))
    .UseLightweightSessions()
    .ApplyAllDatabaseChangesOnStartup()
    .AddAsyncDaemon(JasperFx.Events.Daemon.DaemonMode.Solo);
builder.Services.AddSingleton(new MainDicomTags(new Dictionary<ResourceLevel, IReadOnlyList<EventDicom.Dicom.DicomTag>>()));
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
builder.Services.AddFastEndpoints();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var app = builder.Build();
app.UseFastEndpoints();
app.Run();
