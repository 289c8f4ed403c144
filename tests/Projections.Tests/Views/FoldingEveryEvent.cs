using System.Text;
using System.Text.RegularExpressions;
using EventDicom.Domain;
using EventDicom.Domain.Changes;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Sending;
using EventDicom.Projections.Changes;
using EventDicom.Projections.Views;
using EventDicom.Support.Postgres;
using JasperFx;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventDicom.Projections.Tests.Views;

public sealed partial class FoldingEveryEvent(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    // What is there before the event in question.
    private static readonly string[] s_story =
        ["changes_counted", "patient_opened", "study_opened", "series_opened", "instance_stored", "modality_configured", "peer_configured",
            "dicomweb_server_configured", "worklist_saved", "job_submitted", "job_started", "commitment_requested"];

    // They say nothing to any view.
    private static readonly Type[] s_silent =
    [
        typeof(ExportsCleared), typeof(JobPauseRequested), typeof(JobCancelRequested), typeof(JobUndoStarted), typeof(JobUndone),
        typeof(JobOrderLost),
        typeof(StudySplit), typeof(StudiesMerged), typeof(StudyMergedInto), typeof(ResourceModified), typeof(ResourceAnonymized),
        // The log of exports is read from the events themselves.
        typeof(InstancesSent), typeof(ExportRequested),
    ];

    [Fact]
    public void is_somebodys_business() =>
        EventCatalog.Types.Values.Except(ViewCatalog.All.SelectMany(view => view.Events)).ShouldBe(s_silent, ignoreOrder: true);

    [Fact]
    public void has_each_table_once() =>
        ViewCatalog.All.SelectMany(view => view.TablesIn("views")).Select(table => table.Identifier.Name).ShouldBeUnique();

    [PostgresFact]
    public async Task gives_the_same_rows_as_a_rebuild()
    {
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        using var store = DocumentStore.For(options => EventStore.Configure(options, database));
        var rebuild = new ViewRebuild(store, database);
        await BeginAsync(store, database, rebuild);
        await AppendAsync(store, s_story);
        var (current, told) = (new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Database!, $"told_{Guid.NewGuid():N}");
        await CopyAsync(database, current, told);
        foreach (var name in EventCatalog.Types.Keys)
        {
            // A story that is told without what it leads to; the others begin alike.
            if (s_story.Contains(name))
            {
                await BeginAsync(store, database, rebuild);
                await AppendAsync(store, s_story.Where(earlier => earlier != name));
            }
            else
            {
                await CopyAsync(database, told, current);
            }
            var before = await RowsAsync(store, database);
            await AppendAsync(store, [name]);
            var after = await RowsAsync(store, database);
            await rebuild.RunAsync(null, CancellationToken.None);

            (await RowsAsync(store, database)).ShouldBe(after, name);
            if (s_silent.Contains(EventCatalog.Types[name])) after.ShouldBe(before, name);
        }
        await ExecuteOnTheServerAsync($"drop database {told}");
    }

    // The copy takes the place of what has its name. Nobody may be connected to either.
    private async Task CopyAsync(NpgsqlDataSource database, string from, string to)
    {
        database.Clear();
        await ExecuteOnTheServerAsync($"drop database if exists {to} with (force)");
        await ExecuteOnTheServerAsync($"create database {to} template {from}");
    }

    private async Task ExecuteOnTheServerAsync(string sql)
    {
        await using var server = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = "postgres" }.ConnectionString);
        await using var command = server.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task BeginAsync(DocumentStore store, NpgsqlDataSource database, ViewRebuild rebuild)
    {
        await using (var command = database.CreateCommand(
            $"drop schema if exists {EventStore.Schema} cascade; drop schema if exists {ViewSchema.Name} cascade"))
            await command.ExecuteNonQueryAsync();
        database.Clear(); // prepared statements know the tables that were there
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await rebuild.EnsureAsync(null, CancellationToken.None);
    }

    // Each in a transaction of its own, as most are; the stream does not matter to a fold.
    private static async Task AppendAsync(DocumentStore store, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var type = EventCatalog.Types[name];
            var sample = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", name + ".json"));
            var data = store.Options.Serializer().FromJson(type, new MemoryStream(Encoding.UTF8.GetBytes(sample)));
            await using var session = store.LightweightSession();
            session.Events.Append(StreamOf(data), data);
            await session.SaveChangesAsync();
        }
    }

    // The number of an event is looked up in the stream of what it opens or stores.
    private static string StreamOf(object data) => data switch
    {
        Domain.Instances.InstanceStored e => e.InstanceId.Value,
        Domain.Series.SeriesOpened e => e.SeriesId.Value,
        Domain.Studies.StudyOpened e => e.StudyId.Value,
        Domain.Patients.PatientOpened e => e.PatientId.Value,
        _ => "any",
    };

    // The log of changes, too, when it has come up to the events; without how far it has come, which a rebuild may put higher.
    private async Task<string> RowsAsync(DocumentStore store, NpgsqlDataSource database)
    {
        using var keeper = new ChangeLogKeeper(store, database, NullLogger<ChangeLogKeeper>.Instance);
        while (await keeper.AdvanceAsync(CancellationToken.None)) { }
        return Position.Replace(await ViewRows.OfAsync(postgres.ConnectionString), ")");
    }

    [GeneratedRegex(@"(?<=changes_last \(.*),\d+\)")]
    private static partial Regex Position { get; }
}
