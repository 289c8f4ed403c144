using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Projections.Finding;
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
            ResourceColumns.Patients.AddTo(table);
            Parent(table, ResourceLevel.Patient);
        }),
        ViewTable.In(schema, "studies", table =>
        {
            ResourceColumns.Studies.AddTo(table);
            Parent(table, ResourceLevel.Study);
            table.Indexed("patient_id");
            table.HashIndexed("study_instance_uid");
            // For pages in the orders that lists of studies are shown in: what has no value comes last in both directions, so that one
            // index does not serve both.
            table.Indexes.Add(new IndexDefinition("ix_studies_latest") { Columns = ["by_study_date"],
                Mask = $"{SearchColumn.Indexed("?")} desc nulls last" });
            table.Indexes.Add(new IndexDefinition("ix_studies_named") { Columns = ["patient_tags"],
                Mask = SearchColumn.Indexed($"(?->>'{DicomTag.PatientName}')") });
        }),
        ViewTable.In(schema, "series", table =>
        {
            ResourceColumns.Series.AddTo(table);
            Parent(table, ResourceLevel.Series);
            table.Indexed("study_id");
            table.HashIndexed("series_instance_uid");
        }),
        ViewTable.In(schema, "instances", table =>
        {
            ResourceColumns.Instances.AddTo(table);
            Labelled(table);
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
            table.Indexes.Add(new IndexDefinition("ix_blobs_released_at") { Columns = ["released_at"],
                Predicate = "released_at is not null" });
        }),
    ];

    // What patients, studies and series have in common.
    private static void Parent(Table table, ResourceLevel level)
    {
        Labelled(table);
        table.Indexed("seq");
        // Not on changed: every arrival changes that, and a change of an indexed column costs an entry in every index.
        table.Indexes.Add(new IndexDefinition($"ix_{table.Identifier.Name}_unstable") { Columns = ["id"], Predicate = "not stable" });
        foreach (var column in SearchColumn.Of(level))
            table.Indexes.Add(new IndexDefinition($"ix_{table.Identifier.Name}_{column.Name}") { Columns = [column.Name],
                Mask = SearchColumn.Indexed("?") });
    }

    // Rows without labels, which are nearly all, have no entry in the index.
    private static void Labelled(Table table) =>
        table.Indexes.Add(new IndexDefinition($"ix_{table.Identifier.Name}_labelled") { Columns = ["id"],
            Predicate = "labels is not null" });
}
