using System.Text;
using EventDicom.Domain;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Labels;
using EventDicom.Domain.Patients;
using EventDicom.Domain.Recording;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;
using EventDicom.Projections.Views;
using EventDicom.Support.Postgres;
using JasperFx;
using JasperFx.Events;
using Marten;
using Npgsql;

namespace EventDicom.Projections.Tests.Appending;

/// <summary>The statement of <see cref="EventAppender"/> against the function of Marten: the same events, the same rows.</summary>
public sealed class AppendingAsMartenDoes(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    // Streams that are new, that get longer by one or by several, and that come back after another had its turn.
    private static readonly string[][] s_transactions =
    [
        ["patient_opened", "study_opened", "series_opened", "instance_stored"],
        ["label_added", "instances_sent", "label_removed", "metadata_set"],
        ["study_deleted", "instance_stored.form"],
    ];

    [PostgresFact]
    public async Task writes_the_same_rows()
    {
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        using var store = DocumentStore.For(options => EventStore.Configure(options, database));

        await BeginAsync(store, database);
        foreach (var transaction in s_transactions)
        {
            // Marten numbers stream by stream; so each event has a flush of its own here.
            foreach (var entry in transaction)
            {
                await using var session = store.LightweightSession();
                var @event = Event(session, entry);
                session.Events.Append(@event.StreamKey!, @event);
                await session.SaveChangesAsync();
            }
        }
        var theirs = await RowsAsync(database);

        await BeginAsync(store, database);
        var appender = new EventAppender(store);
        foreach (var transaction in s_transactions) await AppendAsync(store, database, appender, transaction);
        var ours = await RowsAsync(database);

        theirs.ShouldNotBeEmpty();
        ours.ShouldBe(theirs);
        await using var reading = store.QuerySession();
        (await reading.Events.FetchStreamAsync("labelled")).Select(@event => @event.Version).ShouldBe([1, 2]);
        (await reading.Events.FetchStreamAsync("other")).Select(@event => @event.Version).ShouldBe([1, 2, 3]);
    }

    private static async Task AppendAsync(DocumentStore store, NpgsqlDataSource database, EventAppender appender, string[] entries)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var session = store.LightweightSession();
        await appender.AppendAsync(transaction, [.. entries.Select(entry => Event(session, entry))], CancellationToken.None);
        await transaction.CommitAsync();
    }

    private static IEvent Event(IDocumentSession session, string sample)
    {
        var type = EventCatalog.Types[sample.Split('.')[0]];
        var json = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", sample + ".json"));
        var @event = session.Events.BuildEvent(session.DocumentStore.Options.Serializer()
            .FromJson(type, new MemoryStream(Encoding.UTF8.GetBytes(json))));
        @event.StreamKey = StreamOf(@event.Data);
        @event.CorrelationId = "request";
        @event.CausationId = "cause";
        // Not everything has a user.
        @event.UserName = sample == "study_deleted" ? "Åsa \"O'Neil\"" : null;
        @event.SetHeader("origin", "RestApi");
        return @event;
    }

    // The number of an event is looked up in the stream of what it opens or stores.
    private static string StreamOf(object data) => data switch
    {
        InstanceStored e => e.InstanceId.Value,
        SeriesOpened e => e.SeriesId.Value,
        StudyOpened e => e.StudyId.Value,
        PatientOpened e => e.PatientId.Value,
        LabelAdded or LabelRemoved => "labelled",
        _ => "other",
    };

    private static async Task BeginAsync(DocumentStore store, NpgsqlDataSource database)
    {
        await using (var command = database.CreateCommand(
            $"drop schema if exists {EventStore.Schema} cascade; drop schema if exists {ViewSchema.Name} cascade"))
            await command.ExecuteNonQueryAsync();
        database.Clear(); // prepared statements know the tables that were there
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await new ViewRebuild(store, database).EnsureAsync(null, CancellationToken.None);
    }

    // All but what no two runs have in common: random identifiers, and the clock, which must say about now.
    private async Task<string> RowsAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            """
            select to_jsonb(e) - 'id' - 'timestamp' || jsonb_build_object('isNow', abs(extract(epoch from now() - timestamp)) < 600) || '{"table":"events"}'
            from events.mt_events e
            union all
            select to_jsonb(s) - 'timestamp' - 'created' || jsonb_build_object('isNow', abs(extract(epoch from now() - timestamp)) < 600)
            from events.mt_streams s order by 1
            """);
        await using var rows = await command.ExecuteReaderAsync();
        var text = new StringBuilder();
        while (await rows.ReadAsync()) text.AppendLine(rows.GetString(0));
        return text.Append(await ViewRows.OfAsync(postgres.ConnectionString)).ToString();
    }
}
