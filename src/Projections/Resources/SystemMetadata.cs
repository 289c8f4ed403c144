using System.Globalization;
using EventDicom.Domain;
using Npgsql;

namespace EventDicom.Projections.Resources;

/// <summary>The metadata that the archive keeps of its own accord, under Orthanc's names.</summary>
public static class SystemMetadata
{
    /// <summary><c>YYYYMMDDTHHMMSS</c>, UTC: how Orthanc writes a time.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    /// <summary>What <see cref="Read"/> wants of a row; the last five are the id and what all levels have.</summary>
    internal static string Columns(ResourceLevel level) => level switch
    {
        ResourceLevel.Instance =>
            $"""
            stored_at, index_in_series, origin, http_user, remote_ip, calling_aet, called_aet, transfer_syntax_uid, sop_class_uid, pixel_data_offset, pixel_data_vr,
                {Common}
            """,
        ResourceLevel.Series => $"last_update, expected, remote_aet, {Common}",
        _ => $"last_update, {Common}",
    };

    private const string Common = "id, modified_from, anonymized_from, tags_signature, sequences";

    internal static string IdOf(NpgsqlDataReader rows) => rows.GetString(rows.FieldCount - 5);

    internal static SortedDictionary<string, string> Read(ResourceLevel level, NpgsqlDataReader rows)
    {
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
        void Add(string name, int column)
        {
            if (!rows.IsDBNull(column)) metadata[name] = Convert.ToString(rows.GetValue(column), CultureInfo.InvariantCulture)!;
        }

        var common = rows.FieldCount - 4;
        metadata["MainDicomTagsSignature"] = MainDicomTags.SignatureOf(level, rows.IsDBNull(common + 2) ? null : rows.GetString(common + 2));
        if (!rows.IsDBNull(common + 3)) metadata["MainDicomSequences"] = $$"""{"Sequences":{{rows.GetString(common + 3)}},"Version":1}""";
        metadata[level == ResourceLevel.Instance ? "ReceptionDate" : "LastUpdate"] = Time(rows.GetFieldValue<DateTimeOffset>(0));
        Add("ModifiedFrom", common);
        Add("AnonymizedFrom", common + 1);
        if (level == ResourceLevel.Series)
        {
            Add("ExpectedNumberOfInstances", 1);
            Add("RemoteAET", 2);
        }
        if (level == ResourceLevel.Instance)
        {
            Add("IndexInSeries", 1);
            Add("Origin", 2);
            Add("HttpUsername", 3);
            Add("RemoteIP", 4);
            metadata["RemoteAET"] = rows.IsDBNull(5) ? "" : rows.GetString(5);
            Add("CalledAET", 6);
            Add("TransferSyntax", 7);
            Add("SopClassUid", 8);
            Add("PixelDataOffset", 9);
            Add("PixelDataVR", 10);
        }
        return metadata;
    }
}
