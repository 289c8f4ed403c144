using System.Globalization;
using EventDicom.Domain;
using EventDicom.Domain.Metadata;

namespace EventDicom.Projections.Resources;

/// <summary>The metadata that the archive keeps of its own accord, under Orthanc's names.</summary>
public static class SystemMetadata
{
    // Of each its name, and the text of it in a row r, for those levels that have it.
    private static readonly SystemMetadatum[] s_all =
    [
        new("IndexInSeries") { Instance = "r.index_in_series" },
        new("ReceptionDate") { Instance = TimeOf("r.stored_at") },
        new("RemoteAET") { Series = "r.remote_aet", Instance = "coalesce(r.calling_aet, '')" },
        new("ExpectedNumberOfInstances") { Series = "r.expected::text" },
        new("ModifiedFrom") { Parents = "r.modified_from", Instance = "r.modified_from" },
        new("AnonymizedFrom") { Parents = "r.anonymized_from", Instance = "r.anonymized_from" },
        new("LastUpdate") { Parents = TimeOf("r.last_update") },
        new("Origin") { Instance = "r.origin" },
        new("TransferSyntax") { Instance = "r.transfer_syntax_uid" },
        new("SopClassUid") { Instance = "r.sop_class_uid" },
        new("RemoteIP") { Instance = "r.remote_ip" },
        new("CalledAET") { Instance = "r.called_aet" },
        new("HttpUsername") { Instance = "r.http_user" },
        new("PixelDataOffset") { Instance = "r.pixel_data_offset::text" },
        new("MainDicomTagsSignature") { IsSignature = true },
        new("MainDicomSequences") { Parents = Sequences, Instance = Sequences },
        new("PixelDataVR") { Instance = "r.pixel_data_vr" },
    ];

    private const string Sequences = """
        '{"Sequences":' || r.sequences || ',"Version":1}'
        """;

    /// <summary><c>YYYYMMDDTHHMMSS</c>, UTC: how Orthanc writes a time.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    /// <summary>The text of a metadata of a row r, null where it has none; <c>null</c> where the level knows no such metadata.</summary>
    internal static string? Sql(ResourceLevel level, int number) => MetadataNames.IsOfSite(number)
        ? $"(select m.value from {OfUsers(level, number)} and m.resource_id = r.id)"
        : s_all.FirstOrDefault(metadatum => metadatum.Number == number)?.At(level);

    /// <summary>A metadata that is a time as one, to be in the order of its texts; <c>null</c> for others.</summary>
    internal static string? Time(ResourceLevel level, int number) =>
        number == MetadataNames.OfSystem["LastUpdate"] && level < ResourceLevel.Instance ? "date_trunc('second', r.last_update)"
        : number == MetadataNames.OfSystem["ReceptionDate"] && level == ResourceLevel.Instance ? "date_trunc('second', r.stored_at)"
        : null;

    /// <summary>The rows m of what users have set of resources of a level under a number.</summary>
    internal static string OfUsers(ResourceLevel level, int number) =>
        $"{ViewSchema.Name}.metadata m where m.level = {(int)level} and m.number = {number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>All that a row r has from users: an object of numbers to texts, null where that is nothing.</summary>
    internal static string AllOfUsers(ResourceLevel level) =>
        $"(select json_object_agg(m.number, m.value)::text from {ViewSchema.Name}.metadata m where m.level = {(int)level} and "
        + $"m.resource_id = r.id)";

    /// <summary>All that a level can have of its own accord: numbers, and the texts of a row r.</summary>
    internal static IReadOnlyList<(int Number, string Sql)> Of(ResourceLevel level) =>
        [.. s_all.Where(metadatum => metadatum.At(level) is not null).Select(metadatum => (metadatum.Number, metadatum.At(level)!))];

    private static string TimeOf(string column) => $"""to_char({column} at time zone 'UTC', 'YYYYMMDD"T"HH24MISS')""";

    private sealed record SystemMetadatum(string Name)
    {
        public int Number { get; } = MetadataNames.OfSystem[Name];

        /// <summary>Of patients, studies and series.</summary>
        public string? Parents { get; init; }

        /// <summary>Of series alone.</summary>
        public string? Series { get; init; }

        public string? Instance { get; init; }

        public bool IsSignature { get; init; }

        public string? At(ResourceLevel level) =>
            IsSignature ? $"coalesce(r.tags_signature, '{MainDicomTags.SignatureOf(level, null)}')"
            : level == ResourceLevel.Instance ? Instance
            : level == ResourceLevel.Series ? Series ?? Parents
            : Parents;
    }
}
