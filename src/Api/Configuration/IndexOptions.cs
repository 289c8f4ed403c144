using System.Globalization;
using System.Text.Json;
using EventDicom.Api.Errors;
using EventDicom.Domain;
using EventDicom.Domain.Attachments;
using EventDicom.Domain.Metadata;

namespace EventDicom.Api.Configuration;

/// <summary>What is known of resources beside their files: tags, metadata, attachments, and the words for them.</summary>
public sealed record IndexOptions
{
    // Numbers below are Orthanc's own, and the number has 16 bits.
    private const int FirstUserNumber = MetadataNames.FirstOfSite, LastUserNumber = MetadataNames.Last;

    /// <summary>Seconds without a new instance after which a resource is stable.</summary>
    public int StableAge { get; init; }

    /// <summary>Whether what leaves for a modality or a peer is listed under <c>/exports</c>.</summary>
    public bool LogExportedResources { get; init; }

    /// <summary>Tags to index beyond Orthanc's own, as names or hexadecimal.</summary>
    public required IReadOnlyDictionary<ResourceLevel, IReadOnlyList<string>> ExtraMainDicomTags { get; init; }

    /// <summary>Names of metadata to their numbers, 1024 to 65535.</summary>
    public required IReadOnlyDictionary<string, int> UserMetadata { get; init; }

    /// <summary>Names of attachments to what they are.</summary>
    public required IReadOnlyDictionary<string, UserContentType> UserContentType { get; init; }

    /// <summary>Tags of the site's own.</summary>
    public required IReadOnlyList<DictionaryEntry> Dictionary { get; init; }

    /// <summary>The private creator of private tags that are written without one; empty where there is none.</summary>
    public required string DefaultPrivateCreator { get; init; }

    internal static IndexOptions Read(OptionReader options)
    {
        options.Unsupported("LoadPrivateDictionary", true, "the dictionary of private tags is built in");
        options.Unsupported("ExternalDictionaries", Array.Empty<string>(), "list the tags under \"Dictionary\"");
        var index = new IndexOptions
        {
            StableAge = options.Number(nameof(StableAge), 60),
            LogExportedResources = options.Flag(nameof(LogExportedResources), false),
            ExtraMainDicomTags = options.Table(nameof(ExtraMainDicomTags), (level, tags) => (Level: LevelNamed(level), Tags: TagList(tags)))
                .Values.ToDictionary(entry => entry.Level, entry => entry.Tags),
            UserMetadata = options.Table(nameof(UserMetadata),
                (name, number) => Free(name, MetadataNames.OfSystem.Keys, UserNumber(number))),
            UserContentType = options.Table(nameof(UserContentType),
                (name, definition) => Free(name, AttachmentNames.OfSystem.Keys, ContentType(definition))),
            Dictionary = [.. options.Table(nameof(Dictionary), DictionaryEntry.Parse).Values],
            DefaultPrivateCreator = options.Text(nameof(DefaultPrivateCreator), ""),
        };
        RefuseSharedNumbers(options, nameof(UserMetadata), index.UserMetadata.Values);
        RefuseSharedNumbers(options, nameof(UserContentType), index.UserContentType.Values.Select(type => type.Number));
        return index;
    }

    private static ResourceLevel LevelNamed(string name) =>
        Enum.GetNames<ResourceLevel>().Contains(name, StringComparer.Ordinal)
            ? Enum.Parse<ResourceLevel>(name)
            : throw DefinitionJson.Bad("The level must be Patient, Study, Series or Instance");

    private static IReadOnlyList<string> TagList(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array
        ? [.. json.EnumerateArray().Select(DefinitionJson.Text)] : throw DefinitionJson.Bad("A list of tags is needed");

    private static UserContentType ContentType(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array when json.GetArrayLength() == 2 => new(UserNumber(json[0]), DefinitionJson.Text(json[1])),
        _ => new(UserNumber(json)),
    };

    // Clients name metadata and attachments by name or by number.
    private static T Free<T>(string name, IEnumerable<string> taken, T value) =>
        !taken.Contains(name) && !int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? value
            : throw new OrthancException(OrthancError.ParameterOutOfRange, "The name must be none of the system's own, and no number");

    private static int UserNumber(JsonElement json) =>
        json.TryGetCount(out var number) && number is >= FirstUserNumber and <= LastUserNumber
            ? number
            : throw new OrthancException(OrthancError.ParameterOutOfRange,
                $"The number must be from {FirstUserNumber} to {LastUserNumber}");

    private static void RefuseSharedNumbers(OptionReader options, string option, IEnumerable<int> numbers)
    {
        if (numbers.GroupBy(number => number).FirstOrDefault(same => same.Count() > 1) is { } shared)
            throw options.Wrong(option, $"number {shared.Key} is given to two names");
    }
}
