using EventDicom.Domain;
using EventDicom.Domain.Attachments;
using EventDicom.Projections.Blobs;
using Npgsql;

namespace EventDicom.Projections.Attachments;

/// <summary>Reads the attachments of resources: the files of instances, and what users have attached.</summary>
public sealed class AttachmentQueries(NpgsqlDataSource database) : IKeptAttachments, IStoredForms
{
    /// <summary>Those of one resource by their numbers; none when there is no such resource.</summary>
    public Task<IReadOnlyList<KeptAttachment>> OfAsync(ResourceLevel level, string id, CancellationToken ct) => OfAsync(level, [id], ct);

    /// <summary>Those of some resources of one level, of each by their numbers.</summary>
    /// <param name="ids">No more than go with one statement.</param>
    public async Task<IReadOnlyList<KeptAttachment>> OfAsync(ResourceLevel level, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        await using var result = await RepeatedRead.ExecuteAsync(database, AttachmentTable.Select(level),
            command => command.Parameters.Add(new() { Value = ids.ToArray() }), ct);
        return await ReadAsync(level, result.Rows, ct);
    }

    /// <summary>Bytes that users have attached to a resource and to what lies below it, and by how much compression makes the files of
    /// instances smaller.</summary>
    public async Task<AttachedSizes> SizesAsync(ResourceLevel level, string id, CancellationToken ct)
    {
        var column = level switch
        {
            ResourceLevel.Patient => "patient_id",
            ResourceLevel.Study => "study_id",
            ResourceLevel.Series => "series_id",
            _ => "resource_id",
        };
        // The index leads from the patient down.
        var table = level switch
        {
            ResourceLevel.Study => "studies",
            ResourceLevel.Series => "series",
            _ => "instances",
        };
        var ofPatient = level == ResourceLevel.Patient
            ? "" : $"patient_id = (select patient_id from {ViewSchema.Name}.{table} where id = $1) and ";
        await using var result = await RepeatedRead.ExecuteAsync(database, Sizes($"{ofPatient}{column} = $1"),
            command => command.Parameters.Add(new() { Value = id }), ct);
        await result.Rows.ReadAsync(ct);
        return ReadSizes(result.Rows, 0);
    }

    /// <summary>One row that <see cref="ReadSizes"/> reads.</summary>
    internal static string Sizes(string condition) =>
        $"""
        select coalesce(sum(size) filter (where not {Dicom}), 0)::bigint,
            coalesce(sum(stored_size) filter (where not {Dicom}), 0)::bigint,
            coalesce(sum(size - stored_size) filter (where {Dicom}), 0)::bigint
        from {ViewSchema.Name}.attachments where {condition}
        """;

    internal static AttachedSizes ReadSizes(NpgsqlDataReader rows, int first) =>
        new(rows.GetInt64(first), rows.GetInt64(first + 1), rows.GetInt64(first + 2));

    public async Task<KeptAttachment?> FindAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, int contentType,
        CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(AttachmentTable.Select(level), transaction.Connection,
            transaction) { Parameters = { new() { Value = new[] { id.Value } } } };
        await using var rows = await command.ExecuteReaderAsync(ct);
        return (await ReadAsync(level, rows, ct)).FirstOrDefault(attachment => attachment.ContentType == contentType);
    }

    public async Task HoldBytesAsync(NpgsqlTransaction transaction, string sha256, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var keep in RemovalMarks.KeepSql)
            batch.BatchCommands.Add(new(keep) { Parameters = { new() { Value = new[] { Convert.FromHexString(sha256) } } } });
        await batch.ExecuteNonQueryAsync(ct);
    }

    public StoredForm? FormOf(string instance)
    {
        using var command = database.CreateCommand(AttachmentTable.SelectForm);
        command.Parameters.Add(new() { Value = instance });
        using var row = command.ExecuteReader();
        return row.Read() ? Form(row, 0) : null;
    }

    private const string Dicom = "content_type = 1";

    private static async Task<IReadOnlyList<KeptAttachment>> ReadAsync(ResourceLevel level, NpgsqlDataReader rows, CancellationToken ct)
    {
        var attachments = new List<KeptAttachment>();
        while (await rows.ReadAsync(ct))
            attachments.Add(new(level, rows.GetString(0), rows.GetInt32(1), rows.GetGuid(2), rows.GetInt64(3), Hex(rows, 4), Form(rows, 5),
                rows.GetInt64(10)));
        return attachments;
    }

    private static StoredForm Form(NpgsqlDataReader row, int first) =>
        new(Hex(row, first), row.GetInt64(first + 1), row.GetInt64(first + 2), Hex(row, first + 3), row.GetBoolean(first + 4));

    private static string Hex(NpgsqlDataReader row, int column) => Convert.ToHexStringLower(row.GetFieldValue<byte[]>(column));
}

/// <summary>Bytes that attachments take beside the files of instances.</summary>
/// <param name="Uncompressed">Of what users attached.</param>
/// <param name="Stored">What that takes in the store.</param>
/// <param name="Saved">By how much less the files of instances take there than they have.</param>
public readonly record struct AttachedSizes(long Uncompressed, long Stored, long Saved);
