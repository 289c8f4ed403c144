using System.Security.Cryptography;
using System.Text;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace EventDicom.Projections;

/// <summary>
/// The tables of every view. All lie in one schema and hold nothing that the events do not say, so the schema can be dropped
/// and built again from them (<see cref="Rebuilding.ViewRebuild"/>).
/// </summary>
public static class ViewSchema
{
    public const string Name = "views";

    // To be changed when the same tables come to be filled otherwise from the same events.
    private const int Meaning = 1;

    /// <summary>Stands for the definitions below and for what the folds make of the events: views that bear another one are built anew at the start.</summary>
    public static string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Meaning}\n{Definition(Name)}")));

    /// <summary>The definitions, for the schema in use or for one that a rebuild fills beside it.</summary>
    public static IReadOnlyList<Table> TablesIn(string schema) =>
    [
        Build(schema, "patients", table =>
        {
            table.AddColumn<string>("id").AsPrimaryKey();
            table.AddColumn<string>("dicom_patient_id").NotNull();
            table.AddColumn<bool>("protected").NotNull();
            Parent(table);
            Identified(table, "dicom_patient_id");
            table.Indexes.Add(new IndexDefinition("ix_patients_looked_up") { Columns = ["dicom_patient_id"], Mask = LookedUp("?") });
        }),
        Build(schema, "studies", table =>
        {
            table.AddColumn<string>("id").AsPrimaryKey();
            table.AddColumn<string>("patient_id").NotNull();
            table.AddColumn<string>("study_instance_uid").NotNull();
            table.AddColumn("patient_tags", "json");
            Parent(table);
            Indexed(table, "patient_id");
            Identified(table, "study_instance_uid");
        }),
        Build(schema, "series", table =>
        {
            table.AddColumn<string>("id").AsPrimaryKey();
            table.AddColumn<string>("study_id").NotNull();
            table.AddColumn<string>("patient_id").NotNull();
            table.AddColumn<string>("series_instance_uid").NotNull();
            table.AddColumn<long>("expected");
            table.AddColumn<string>("remote_aet").NotNull();
            Parent(table);
            Indexed(table, "study_id");
            Identified(table, "series_instance_uid");
        }),
        Build(schema, "instances", table =>
        {
            table.AddColumn<string>("id").AsPrimaryKey();
            table.AddColumn<string>("series_id").NotNull();
            table.AddColumn<string>("study_id").NotNull();
            table.AddColumn<string>("patient_id").NotNull();
            table.AddColumn<string>("sop_instance_uid").NotNull();
            table.AddColumn<string>("sop_class_uid");
            table.AddColumn<string>("transfer_syntax_uid");
            table.AddColumn("tags", "json").NotNull();
            table.AddColumn<string>("index_in_series");
            table.AddColumn<long>("size").NotNull();
            table.AddColumn("sha256", "bytea").NotNull();
            table.AddColumn("md5", "bytea").NotNull();
            table.AddColumn<long>("pixel_data_offset");
            table.AddColumn<string>("pixel_data_vr");
            table.AddColumn("file_uuid", "uuid").NotNull();
            table.AddColumn<string>("origin").NotNull();
            table.AddColumn<string>("http_user");
            table.AddColumn<string>("remote_ip");
            table.AddColumn<string>("calling_aet");
            table.AddColumn<string>("called_aet");
            table.AddColumn("stored_at", "timestamptz").NotNull();
            table.AddColumn<long>("seq").NotNull();
            Tagged(table);
            Derived(table);
            Labelled(table);
            table.AddColumn<string>("job_id");
            table.Indexes.Add(new IndexDefinition("ix_instances_job_id") { Columns = ["job_id"], Predicate = "job_id is not null" });
            Indexed(table, "series_id");
            Identified(table, "sop_instance_uid");
            Indexed(table, "seq");
        }),
        Build(schema, "blobs", table =>
        {
            table.AddColumn("sha256", "bytea").AsPrimaryKey();
            table.AddColumn<long>("size").NotNull();
            table.AddColumn<int>("named_by").NotNull();
            table.AddColumn<string>("instance_id"); // null in rows of an earlier version, until they are released
            table.AddColumn("released_at", "timestamptz");
            table.Indexes.Add(new IndexDefinition("ix_blobs_released_at") { Columns = ["released_at"], Predicate = "released_at is not null" });
        }),
        Build(schema, "changes", table =>
        {
            table.AddColumn<long>("seq").AsPrimaryKey();
            table.AddColumn("type", "smallint").NotNull();
            table.AddColumn<string>("resource_id").NotNull();
            table.AddColumn<string>("patient_id").NotNull();
            table.AddColumn<string>("study_id");
            table.AddColumn<string>("series_id");
            table.AddColumn("at", "timestamptz").NotNull();
            Indexed(table, "patient_id", "study_id", "series_id");
        }),
        Build(schema, "changes_last", table =>
        {
            table.AddColumn<int>("one").AsPrimaryKey();
            table.AddColumn<long>("seq").NotNull();
            table.AddColumn<bool>("counted").NotNull();
            table.AddColumn<long>("position").NotNull();
        }),
        Build(schema, "jobs", table =>
        {
            table.AddColumn<string>("id").AsPrimaryKey();
            table.AddColumn<string>("type").NotNull();
            table.AddColumn<string>("state").NotNull();
            table.AddColumn<string>("description").NotNull();
            table.AddColumn<int>("priority").NotNull();
            table.AddColumn("content", "jsonb").NotNull();
            table.AddColumn<int>("instances").NotNull();
            table.AddColumn<int>("handled").NotNull();
            table.AddColumn<int>("failed").NotNull();
            table.AddColumn<int>("error").NotNull();
            table.AddColumn<string>("details").NotNull();
            table.AddColumn("submitted_at", "timestamptz").NotNull();
            table.AddColumn("completed_at", "timestamptz");
            table.AddColumn<double>("runtime").NotNull();
            table.AddColumn("running_since", "timestamptz");
            table.AddColumn("outputs", "jsonb").NotNull();
            table.AddColumn<bool>("listed").NotNull();
            table.AddColumn("user_data", "jsonb");
            table.Indexes.Add(new IndexDefinition("ix_jobs_listed") { Columns = ["completed_at"], Predicate = "listed" });
        }),
        Build(schema, "modalities", Defined),
        Build(schema, "peers", Defined),
    ];

    /// <summary>The SQL that makes the tables in a schema that is there already.</summary>
    public static string Definition(string schema)
    {
        var migrator = new PostgresqlMigrator();
        var sql = new StringWriter();
        foreach (var table in TablesIn(schema)) table.WriteCreateStatement(migrator, sql);
        return sql.ToString();
    }

    /// <summary>What identifiers are looked up by: case does not count, and no entry of the index is too long for its page.</summary>
    public static string LookedUp(string expression) => $"upper(left({expression}, 256))";

    private static Table Build(string schema, string name, Action<Table> columns)
    {
        var table = new Table(new PostgresqlObjectName(schema, name, SchemaUtils.IdentifierUsage.General));
        columns(table);
        return table;
    }

    // What patients, studies and series have in common.
    private static void Parent(Table table)
    {
        table.AddColumn("tags", "json").NotNull();
        table.AddColumn<int>("instances").NotNull();
        table.AddColumn<long>("size").NotNull();
        table.AddColumn<bool>("stable").NotNull();
        table.AddColumn("opened_at", "timestamptz").NotNull();
        table.AddColumn("last_update", "timestamptz").NotNull();
        // Numbers of the event that opened it, which is its place in lists, and of the latest arrival below it.
        table.AddColumn<long>("seq").NotNull();
        table.AddColumn<long>("changed").NotNull();
        Tagged(table);
        Derived(table);
        Labelled(table);
        Indexed(table, "seq");
        // Not on changed: every arrival changes that, and a change of an indexed column costs an entry in every index.
        table.Indexes.Add(new IndexDefinition($"ix_{table.Identifier.Name}_unstable") { Columns = ["id"], Predicate = "not stable" });
    }

    // Which main tags there could be, and those that are sequences: texts as the events have them, null in most rows.
    private static void Tagged(Table table)
    {
        table.AddColumn<string>("tags_signature");
        table.AddColumn<string>("sequences");
    }

    // Which resource of the same level a job made it from.
    private static void Derived(Table table)
    {
        table.AddColumn<string>("modified_from");
        table.AddColumn<string>("anonymized_from");
    }

    // Null for none, as nearly everywhere: that takes no room, nor an entry in the index.
    private static void Labelled(Table table)
    {
        table.AddColumn("labels", "text[]");
        table.Indexes.Add(new IndexDefinition($"ix_{table.Identifier.Name}_labelled") { Columns = ["id"], Predicate = "labels is not null" });
    }

    private static void Defined(Table table)
    {
        table.AddColumn<string>("name").AsPrimaryKey();
        table.AddColumn("definition", "jsonb").NotNull();
    }

    // A file may hold an identifier of 64 KB, and is stored all the same: an entry of this index is a hash of it.
    private static void Identified(Table table, string column) =>
        table.Indexes.Add(new IndexDefinition($"ix_{table.Identifier.Name}_{column}") { Columns = [column], Method = IndexMethod.hash });

    private static void Indexed(Table table, params string[] columns) =>
        table.Indexes.Add(new IndexDefinition($"ix_{table.Identifier.Name}_{string.Join('_', columns)}") { Columns = columns });
}
