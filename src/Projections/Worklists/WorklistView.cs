using EventDicom.Dicom;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Worklists;
using JasperFx.Events;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace EventDicom.Projections.Worklists;

/// <summary>The worklists that are answered, each with the words that it can be looked for by.</summary>
public sealed class WorklistView : InlineView
{
    // In what character set other text is does not matter to words: it is none of them.
    private static readonly FileReading s_reading = new(DicomDictionary.Default, () => DicomEncoding.Latin1, WorklistContent.Longest);

    public override IReadOnlySet<Type> Events { get; } = new HashSet<Type> { typeof(WorklistSaved), typeof(WorklistDeleted) };

    public override IEnumerable<Table> TablesIn(string schema) =>
    [
        ViewTable.In(schema, "worklists", table =>
        {
            table.AddColumn<string>("id").AsPrimaryKey();
            table.AddColumn("data_set", "bytea").NotNull();
            table.AddColumn("saved_at", "timestamptz").NotNull();
            table.AddColumn("words", "text[]").NotNull();
            table.Indexes.Add(new IndexDefinition("ix_worklists_words") { Columns = ["words"], Method = IndexMethod.gin });
        }),
    ];

    public override IEnumerable<ViewStatement> Fold(string schema, IReadOnlyList<IEvent> events) =>
        events.Where(Concerns).Select(@event => @event.Data switch
        {
            WorklistSaved e => new ViewStatement(
                $"insert into {schema}.worklists (id, data_set, saved_at, words) values (^, decode(^, 'base64'), ^, ^) "
                + "on conflict (id) do update set data_set = excluded.data_set, saved_at = excluded.saved_at, words = excluded.words",
                [e.Id, Convert.ToBase64String(e.DataSet), e.SavedAt, WordsOf(e)]),
            _ => new($"delete from {schema}.worklists where id = ^", [((WorklistDeleted)@event.Data).Id]),
        });

    private static string[] WordsOf(WorklistSaved saved)
    {
        try
        {
            return [.. WorklistWords.Of(WorklistContent.Read(saved.DataSet, s_reading))];
        }
        catch (DicomFileException)
        {
            return [WorklistWords.Unknown]; // of a version that bounded them otherwise
        }
    }
}
