using System.Text.Json.Serialization;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Projections.Blobs;
using EventDicom.Projections.Identity;
using EventDicom.Projections.Modifying;
using EventDicom.Projections.Remotes;
using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Npgsql;
using Weasel.Core;

namespace EventDicom.Projections;

/// <summary>How Marten keeps the events and feeds the views; their tables are none of its business (see
/// <see cref="ViewRebuild"/>).</summary>
public static class EventStore
{
    /// <summary>The schema of the events themselves: with the blobs, all that a backup needs.</summary>
    public const string Schema = "events";

    /// <summary>The types of the events that end instances, as a list for SQL; the stream is that of the instance, or of the series, study
    /// or patient that goes.</summary>
    internal const string Deletions = "'instance_deleted', 'instance_overwritten', 'series_deleted', 'study_deleted', 'patient_deleted'";

    /// <summary>The types of the events after which files are needed, as a list for SQL.</summary>
    internal const string Namings = $"'instance_stored', {Attachings}";

    /// <summary>Of these, those that are about attachments: the number of that is their <c>ContentType</c>. Each takes the place of the one
    /// before.</summary>
    internal const string Attachings = "'attachment_stored', 'attachment_compressed', 'attachment_uncompressed'";

    /// <summary>The address of the file that such an event names, lower-case hex; the table is called by no other name, or not at
    /// all.</summary>
    internal const string NamedFile = "coalesce(data #>> '{Form,Sha256}', data ->> 'Sha256')";

    /// <summary>The length of that file in bytes.</summary>
    internal const string NamedFileSize = "coalesce(data #>> '{Form,FileSize}', data ->> 'Size')::bigint";

    /// <summary>The schema of what jobs under way must know. Nothing in it is history.</summary>
    public const string JobSchema = "jobs";

    /// <summary>The schema of the messages on their way to handlers.</summary>
    public const string MessageSchema = "messages";

    public static void Configure(StoreOptions options, NpgsqlDataSource database)
    {
        options.Connection(database);
        options.DatabaseSchemaName = Schema;
        options.Events.DatabaseSchemaName = Schema;
        options.AutoCreateSchemaObjects = AutoCreate.None; // a start sees to it, once
        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.AppendMode = EventAppendMode.Quick;
        options.Events.MetadataConfig.EnableAll();
        options.Events.MetadataConfig.UserNameEnabled = true;
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString,
            configure: json => json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull);
        options.DisableNpgsqlLogging = true;
        options.Logger(new QuietStore());

        foreach (var (name, type) in EventCatalog.Types) options.Events.MapEventType(type, name);

        options.Schema.For<JobSaga>().DatabaseSchemaName(JobSchema);
        options.Schema.For<JobOrder>().DatabaseSchemaName(JobSchema);
        options.Schema.For<JobChunk>().DatabaseSchemaName(JobSchema).Index(chunk => chunk.JobId);
        options.Schema.For<JobFinding>().DatabaseSchemaName(JobSchema).Index(finding => finding.JobId);
        options.Schema.For<JobNote>().DatabaseSchemaName(JobSchema).Index(note => note.JobId);

        options.Storage.ExtendedSchemaObjects.Add(ArchiveTable.Definition);
        options.Storage.ExtendedSchemaObjects.Add(SecretTable.Definition);
        options.Storage.ExtendedSchemaObjects.Add(PatientNumbers.Definition);
        options.Storage.ExtendedSchemaObjects.Add(RemovalMarks.Definition);
        foreach (var view in ViewCatalog.Inline) options.Projections.Add(view, ProjectionLifecycle.Inline);
    }
}
