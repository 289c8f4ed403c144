using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace EventDicom.Projections.Resources;

/// <summary>The tables of <see cref="ResourceViews"/>.</summary>
internal static class ResourceTables
{
    public static IReadOnlyList<Table> In(string schema) =>
    [
        ViewTable.In(schema, "patients", table =>
        {
            table.AddColumn<string>("id").AsPrimaryKey();
            table.AddColumn<string>("dicom_patient_id").NotNull();
            table.AddColumn<bool>("protected").NotNull();
            Parent(table);
            table.HashIndexed("dicom_patient_id");
            table.Indexes.Add(new IndexDefinition("ix_patients_looked_up") { Columns = ["dicom_patient_id"], Mask = ViewSchema.LookedUp("?") });
        }),
        ViewTable.In(schema, "studies", table =>
        {
            table.AddColumn<string>("id").AsPrimaryKey();
            table.AddColumn<string>("patient_id").NotNull();
            table.AddColumn<string>("study_instance_uid").NotNull();
            table.AddColumn("patient_tags", "json");
            Parent(table);
            table.Indexed("patient_id");
            table.HashIndexed("study_instance_uid");
        }),
        ViewTable.In(schema, "series", table =>
        {
            table.AddColumn<string>("id").AsPrimaryKey();
            table.AddColumn<string>("study_id").NotNull();
            table.AddColumn<string>("patient_id").NotNull();
            table.AddColumn<string>("series_instance_uid").NotNull();
            table.AddColumn<long>("expected");
            table.AddColumn<string>("remote_aet").NotNull();
            Parent(table);
            table.Indexed("study_id");
            table.HashIndexed("series_instance_uid");
        }),
        ViewTable.In(schema, "instances", table =>
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
            table.Indexed("series_id");
            table.HashIndexed("sop_instance_uid");
            table.Indexed("seq");
        }),
        ViewTable.In(schema, "blobs", table =>
        {
            table.AddColumn("sha256", "bytea").AsPrimaryKey();
            table.AddColumn<long>("size").NotNull();
            table.AddColumn<int>("named_by").NotNull();
            table.AddColumn<string>("instance_id"); // null in rows of an earlier version, until they are released
            table.AddColumn("released_at", "timestamptz");
            table.Indexes.Add(new IndexDefinition("ix_blobs_released_at") { Columns = ["released_at"], Predicate = "released_at is not null" });
        }),
    ];

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
        table.Indexed("seq");
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
}
