using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain.Deidentifying;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Modifying;

/// <summary>
/// Reads the JSON of a request to modify or to anonymize. A job keeps this JSON and reads it again at each step, so the same JSON
/// and settings always give the same modification.
/// </summary>
public sealed class ModificationReader
{
    private static readonly DicomReadOptions s_anything = new();

    private readonly ModificationSettings _settings;
    private readonly JsonElement _request;
    private readonly Dictionary<DicomTag, Replacement> _replacements = [];
    private readonly HashSet<DicomTag> _removals = [];
    private readonly HashSet<DicomTag> _keeps = [];
    private readonly Dictionary<string, (DicomPath Path, Replacement Value)> _nestedReplacements = [];
    private readonly Dictionary<string, DicomPath> _nestedRemovals = [];
    private readonly Dictionary<string, DicomPath> _nestedKeeps = [];
    private IReadOnlyCollection<string> _members = ["Remove", "Replace", "Keep"];
    private Predicate<DicomTag>? _allows;

    private ModificationReader(JsonElement request, ModificationSettings settings) => (_request, _settings) = (request, settings);

    /// <param name="level">Level of the resource; <c>null</c> to tell it from what is replaced.</param>
    /// <exception cref="ModificationException">With the error that Orthanc gives.</exception>
    public static Modification ReadModification(JsonElement request, ResourceLevel? level, ModificationSettings settings)
    {
        var modification = new ModificationReader(request, settings).Read(level ?? ResourceLevel.Instance);
        if (level is null) modification = modification with { Level = LevelOf(modification) };
        IdentifierRules.Demand(modification);
        return modification;
    }

    /// <inheritdoc cref="ReadModification"/>
    /// <remarks>Whatever the level of the resource, it is the patient who is anonymized.</remarks>
    public static Modification ReadAnonymization(JsonElement request, ModificationSettings settings)
    {
        var reader = new ModificationReader(request, settings);
        var modification = reader.Read(ResourceLevel.Patient) with { Profile = reader.ReadProfile(), RemovesPrivate = !reader.Flag("KeepPrivateTags", false) };
        IdentifierRules.Demand(modification);
        return modification;
    }

    /// <summary>Splits and merges: some members only, no Force needed, and the source goes unless it is said to stay.</summary>
    /// <param name="members">Which of <c>Remove</c>, <c>Replace</c> and <c>Keep</c> there are.</param>
    /// <param name="allows">Which attributes may be changed; their values are strings only.</param>
    /// <exception cref="ModificationException">With the error that Orthanc gives.</exception>
    internal static Modification ReadForced(JsonElement request, IReadOnlyCollection<string> members, Predicate<DicomTag> allows, ModificationSettings settings)
    {
        var reader = new ModificationReader(request, settings) { _members = members, _allows = allows };
        var modification = reader.Read(ResourceLevel.Series, force: true) with { KeepSource = reader.Flag("KeepSource", false) };
        IdentifierRules.Demand(modification);
        return modification;
    }

    /// <summary>A value of <c>Replace</c>: text, a number, nothing, or the items of a sequence.</summary>
    /// <exception cref="ModificationException">Error 3: an attribute in an item that no data set has. Error 5: the JSON is of another type. Error 15: a NUL. Error 27: an unknown attribute in an item.</exception>
    internal static Replacement ReadValue(DicomTag tag, JsonElement value, DicomDictionary dictionary) => value.ValueKind switch
    {
        JsonValueKind.String => new Replacement.Text(WithoutNul(value.GetString()!)),
        JsonValueKind.Number => new Replacement.Text(value.GetRawText()),
        JsonValueKind.Null => new Replacement.Text(""),
        JsonValueKind.Array when dictionary.LookupVR(tag) is var vr && (vr == DicomVR.SQ || vr == DicomVR.UN) =>
            new Replacement.Items([.. value.EnumerateArray().Select(item => ReadItem(tag, item, dictionary))]),
        _ => throw BadType(tag),
    };

    // The JSON reader bounds the depth.
    private static Dictionary<DicomTag, Replacement> ReadItem(DicomTag tag, JsonElement item, DicomDictionary dictionary)
    {
        if (item.ValueKind != JsonValueKind.Object) throw BadType(tag);
        var attributes = new Dictionary<DicomTag, Replacement>();
        foreach (var member in item.EnumerateObject())
        {
            var nested = DicomPath.ParsePlainTag(member.Name, dictionary);
            attributes[nested] = ReadValue(nested, member.Value, dictionary);
        }
        return attributes;
    }

    // PS3.5 section 6.1.3 knows no NUL in a text, and neither does the database that keeps the request.
    private static string WithoutNul(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? throw new ModificationException(OrthancError.BadFileFormat, "A text cannot contain the character U+0000") : text;

    private static ModificationException BadType(DicomTag tag) => new(OrthancError.BadParameterType, $"Bad Parameter type for tag {tag}");

    private static ResourceLevel LevelOf(Modification modification)
    {
        foreach (var level in Identifiers.Levels)
            if (modification.Replacements.ContainsKey(Identifiers.TagOf(level)))
                return level;
        return ResourceLevel.Instance;
    }

    // The order of the three matters: what is said later of an attribute undoes what was said before.
    private Modification Read(ResourceLevel level, bool force = false)
    {
        if (_request.ValueKind != JsonValueKind.Object) throw new ModificationException(OrthancError.BadFileFormat, "The body must contain a JSON object");

        force = force || Flag("Force", false);
        foreach (var name in Names("Remove")) Remove(DicomPath.Parse(name, _settings.Dictionary), force);
        foreach (var (name, value) in Members("Replace")) Replace(DicomPath.Parse(name, _settings.Dictionary), value, force);
        foreach (var name in Names("Keep")) Keep(DicomPath.Parse(name, _settings.Dictionary), force);

        var modification = new Modification
        {
            Level = level,
            Replacements = _replacements,
            Removals = _removals,
            Keeps = _keeps,
            NestedReplacements = [.. _nestedReplacements.Values],
            NestedRemovals = [.. _nestedRemovals.Values],
            NestedKeeps = [.. _nestedKeeps.Values],
            RemovesPrivate = Flag("RemovePrivateTags", false),
            PrivateCreator = Text("PrivateCreator") ?? _settings.PrivateCreator,
            TransferSyntax = Text("Transcode") is { } uid ? KnownSyntax(uid) : null,
            LossyQuality = Quality(),
            Force = force,
            KeepSource = Flag("KeepSource", true),
            KeepLabels = Flag("KeepLabels", false),
        };
        DemandValues(modification);
        return modification;
    }

    private void Remove(DicomPath path, bool force)
    {
        DemandAllowed(path);
        if (path.Steps.Count > 0)
        {
            _nestedRemovals[path.ToString()] = path;
            return;
        }

        IdentifierRules.DemandForce(path.Tag, force, "removed");
        if (Identifiers.LevelOf(path.Tag) is { } level) throw new ModificationException(OrthancError.BadRequest, $"{Identifiers.NameOf(level)} cannot be removed");
        _removals.Add(path.Tag);
    }

    private void Replace(DicomPath path, JsonElement json, bool force)
    {
        DemandAllowed(path);
        if (_allows is not null && json.ValueKind != JsonValueKind.String)
            throw new ModificationException(OrthancError.BadFileFormat, $"The value of tag {path.Tag} should be a string");

        var value = ReadValue(path.Tag, json, _settings.Dictionary);
        if (path.Steps.Count > 0)
        {
            _nestedRemovals.Remove(path.ToString());
            _nestedReplacements[path.ToString()] = (path, value);
            return;
        }

        IdentifierRules.DemandForce(path.Tag, force, "replaced");
        _removals.Remove(path.Tag);
        _replacements[path.Tag] = value;
    }

    private void Keep(DicomPath path, bool force)
    {
        if (path.Steps.Count > 0)
        {
            _nestedRemovals.Remove(path.ToString());
            _nestedReplacements.Remove(path.ToString());
            _nestedKeeps[path.ToString()] = path;
            return;
        }

        IdentifierRules.DemandForce(path.Tag, force, "kept");
        _removals.Remove(path.Tag);
        _replacements.Remove(path.Tag);
        _keeps.Add(path.Tag);
    }

    private void DemandAllowed(DicomPath path)
    {
        if (_allows is not null && (path.Steps.Count > 0 || !_allows(path.Tag)))
            throw new ModificationException(
                OrthancError.ParameterOutOfRange,
                $"Cannot modify the following tag while splitting a study (not in the patient/study modules): {_settings.Dictionary.NameOf(path.Tag)} ({path.Tag})");
    }

    // So that what no instance can take is refused before anything is done.
    private void DemandValues(Modification modification)
    {
        if (modification.Replacements.GetValueOrDefault(DicomTag.SpecificCharacterSet) is Replacement.Text { Value: var term }
            && term.Split('\\').Any(part => !DicomEncoding.IsSupportedTerm(part)))
            throw new ModificationException(OrthancError.ParameterOutOfRange, $"Unknown character set: {term}");

        var empty = new DicomDatasetBuilder(options: s_anything with { Dictionary = _settings.Dictionary }, encoding: DicomEncoding.Utf8);
        foreach (var (tag, value) in modification.Replacements) value.Set(empty, tag, modification.PrivateCreator);
        foreach (var (path, value) in modification.NestedReplacements) value.Set(empty, path.Tag, modification.PrivateCreator);
    }

    private static DicomTransferSyntax KnownSyntax(string uid) =>
        DicomTransferSyntax.Lookup(uid) is { IsKnown: true } syntax && DicomTranscoder.CanTranscodeTo(syntax)
            ? syntax
            : throw new ModificationException(OrthancError.ParameterOutOfRange, $"Nothing can be transcoded to transfer syntax {uid}");

    // Orthanc's numbers for a list that is none differ by what is asked.
    private OrthancError BadShape => _allows is null ? OrthancError.BadRequest : OrthancError.BadFileFormat;

    private DeidentificationProfile ReadProfile()
    {
        if (!_request.TryGetProperty("DicomVersion", out var value)) return DeidentificationProfile.Find(DeidentificationProfile.DefaultVersion)!;
        if (value.ValueKind != JsonValueKind.String) throw new ModificationException(OrthancError.BadFileFormat, "Member \"DicomVersion\" should be a string");
        return DeidentificationProfile.Find(value.GetString()!)
            ?? throw new ModificationException(OrthancError.ParameterOutOfRange, $"Unknown specific version of the DICOM standard: {value.GetString()}");
    }

    private IEnumerable<string> Names(string member)
    {
        if (!_members.Contains(member) || !_request.TryGetProperty(member, out var names)) return [];
        return names.ValueKind == JsonValueKind.Array && names.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String)
            ? names.EnumerateArray().Select(name => name.GetString()!)
            : throw new ModificationException(BadShape, $"Member \"{member}\" should be an array of strings");
    }

    private IEnumerable<(string Name, JsonElement Value)> Members(string member)
    {
        if (!_members.Contains(member) || !_request.TryGetProperty(member, out var values)) return [];
        return values.ValueKind == JsonValueKind.Object
            ? values.EnumerateObject().Select(property => (property.Name, property.Value))
            : throw new ModificationException(BadShape, $"Member \"{member}\" should be an object");
    }

    private bool Flag(string member, bool fallback) => !_request.TryGetProperty(member, out var value) ? fallback
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw new ModificationException(OrthancError.BadFileFormat, $"Member \"{member}\" should be a Boolean value");

    private int? Quality() => !_request.TryGetProperty("LossyQuality", out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var quality) && quality >= 0 ? quality
        : throw new ModificationException(OrthancError.BadFileFormat, "Member \"LossyQuality\" should be an integer that is not negative");

    private string? Text(string member) => !_request.TryGetProperty(member, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? WithoutNul(value.GetString()!)
        : throw new ModificationException(OrthancError.BadFileFormat, $"Member \"{member}\" should be a string");
}
