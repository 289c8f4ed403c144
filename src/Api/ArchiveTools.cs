using EventDicom.Api.Configuration;
using EventDicom.Api.Hosting;
using EventDicom.Projections.Views;
using JasperFx;
using Marten;
using Npgsql;
using Weasel.Core.Migrations;
using Wolverine.Persistence.Durability;

namespace EventDicom.Api;

/// <summary>The parts of the server that know its database, for commands that run beside the server or instead of it. Nothing is
/// started.</summary>
internal sealed class ArchiveTools : IAsyncDisposable
{
    private readonly WebApplication _app;

    public ArchiveTools(OrthancConfiguration configuration, string connectionString)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        EventDicomServer.AddDatabase(builder, configuration, connectionString, writesCode: false);
        builder.Services.AddSingleton(TimeProvider.System);
        _app = builder.Build();
    }

    public NpgsqlDataSource Database => _app.Services.GetRequiredService<NpgsqlDataSource>();

    public IDocumentStore Store => _app.Services.GetRequiredService<IDocumentStore>();

    public ViewRebuild Rebuild => new(Store, Database);

    /// <summary>Everything that the server keeps in the database: events, views and jobs, and the messages on their way.</summary>
    public IReadOnlyList<IDatabase> Schemas => SchemaAtStart.SchemasOf(Store, _app.Services.GetRequiredService<IMessageStore>());

    public async Task ApplySchemaAsync(CancellationToken ct)
    {
        foreach (var schema in Schemas) await schema.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate, ct: ct);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
