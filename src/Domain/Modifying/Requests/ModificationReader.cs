using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain.Deidentifying;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Modifying.Rewriting;

namespace EventDicom.Domain.Modifying.Requests;

/// <summary>
/// Reads the JSON of a request to modify or to anonymize. A job keeps this JSON and reads it again at each step, so the same JSON
/// and settings always give the same modification.
/// </summary>
public sealed class ModificationReader
{
    private static readonly DicomReadOptions s_anything = new();

    private static readonly JsonElement s_nothing = JsonElement.Parse("{}");

    private readonly ModificationSettings _settings;
    private readonly JsonElement _request = s_nothing;
    private readonly Dictionary<DicomTag, Replacement> _replacements = [];
    private readonly HashSet<DicomTag> _removals = [];
    private readonly HashSet<DicomTag> _keeps = [];
    private readonly Dictionary<string, (DicomPath Path, Replacement Value)> _nestedReplacements = [];
    private readonly Dictionary<string, DicomPath> _nestedRemovals = [];
    private readonly Dictionary<string, DicomPath> _nestedKeeps = [];
    private IReadOnlyCollection<string> _members = ["Remove", "Replace", "Keep"];
    private Predicate<DicomTag>? _allows;

    // What was wrong first. The rest is read all the same, and forgotten.
    private Refused? _refused;

    private ModificationReader(JsonElement request, ModificationSettings settings)
    {
        _settings = settings;
        if (request.ValueKind == JsonValueKind.Object) _request = request;
        else Refuse(OrthancError.BadFileFormat, "The body must contain a JSON object");
    }

    /// <param name="level">Level of the resource; <c>null</c> to tell it from what is replaced.</param>
    /// <returns>Refused with the error that Orthanc gives.</returns>
    public static Answer<Modification> ReadModification(JsonElement request, ResourceLevel? level, ModificationSettings settings)
    {
        var reader = new ModificationReader(request, settings);
        var modification = reader.Read(level ?? ResourceLevel.Instance);
        return reader.Checked(level is null ? modification with { Level = LevelOf(modification) } : modification);
    }

    /// <inheritdoc cref="ReadModification"/>
    /// <remarks>Whatever the level of the resource, it is the patient who is anonymized.</remarks>
    public static Answer<Modification> ReadAnonymization(JsonElement request, ModificationSettings settings)
    {
        var reader = new ModificationReader(request, settings);
        return reader.Checked(reader.Read(ResourceLevel.Patient) with { Profile = reader.ReadProfile(),
            RemovesPrivate = !reader.Flag("KeepPrivateTags", false) });
    }

    /// <summary>Splits and merges: some members only, no Force needed, and the source goes unless it is said to stay.</summary>
    /// <param name="members">Which of <c>Remove</c>, <c>Replace</c> and <c>Keep</c> there are.</param>
    /// <param name="allows">Which attributes may be changed; their values are strings only.</param>
    /// <returns>Refused with the error that Orthanc gives.</returns>
    internal static Answer<Modification> ReadForced(JsonElement request, IReadOnlyCollection<string> members, Predicate<DicomTag> allows,
        ModificationSettings settings)
    {
        var reader = new ModificationReader(request, settings) { _members = members, _allows = allows };
        return reader.Checked(reader.Read(ResourceLevel.Series, force: true) with { KeepSource = reader.Flag("KeepSource", false) });
    }

    private void Refuse(Refused? refused) => _refused ??= refused;

    private void Refuse(OrthancError error, string details) => Refuse(new Refused(error, details));

    private Answer<Modification> Checked(Modification modification) =>
        (_refused ?? IdentifierRules.Check(modification)) is { } refused ? refused : modification;

    /// <summary>A value of <c>Replace</c>: text, a number, nothing, or the items of a sequence.</summary>
    private Replacement? ReadValue(DicomTag tag, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String: return new Replacement.Text(WithoutNul(value.GetString()!));
            case JsonValueKind.Number: return new Replacement.Text(value.GetRawText());
            case JsonValueKind.Null: return new Replacement.Text("");
            case JsonValueKind.Array when _settings.Dictionary.LookupVR(tag) is var vr && (vr == DicomVR.SQ || vr == DicomVR.UN):
                return new Replacement.Items([.. value.EnumerateArray().Select(item => ReadItem(tag, item))]);
            default:
                Refuse(BadType(tag));
                return null;
        }
    }

    // The JSON reader bounds the depth.
    private Dictionary<DicomTag, Replacement> ReadItem(DicomTag tag, JsonElement item)
    {
        var attributes = new Dictionary<DicomTag, Replacement>();
        if (item.ValueKind != JsonValueKind.Object)
        {
            Refuse(BadType(tag));
            return attributes;
        }

        foreach (var member in item.EnumerateObject())
        {
            if (DicomPath.ParsePlainTag(member.Name, _settings.Dictionary).IsRefused(out var refused, out var nested)) Refuse(refused);
            else if (ReadValue(nested, member.Value) is { } value) attributes[nested] = value;
        }
        return attributes;
    }

    // PS3.5 section 6.1.3 knows no NUL in a text, and neither does the database that keeps the request.
    private string WithoutNul(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal)) Refuse(OrthancError.BadFileFormat, "A text cannot contain the character U+0000");
        return text;
    }

    private static Refused BadType(DicomTag tag) => new(OrthancError.BadParameterType, $"Bad Parameter type for tag {tag}");

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
        force = force || Flag("Force", false);
        foreach (var name in Names("Remove")) Refuse(Remove(name, force));
        foreach (var (name, value) in Members("Replace")) Refuse(Replace(name, value, force));
        foreach (var name in Names("Keep")) Refuse(Keep(name, force));

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
        if (_refused is null) Refuse(CheckValues(modification));
        return modification;
    }

    private Refused? Remove(string name, bool force)
    {
        if (DicomPath.Parse(name, _settings.Dictionary).IsRefused(out var unknown, out var path)) return unknown;
        if (CheckAllowed(path) is { } notAllowed) return notAllowed;
        if (path.Steps.Count > 0)
        {
            _nestedRemovals[path.ToString()] = path;
            return null;
        }

        if (IdentifierRules.CheckForce(path.Tag, force, "removed") is { } refused) return refused;
        if (Identifiers.LevelOf(path.Tag) is { } level)
            return new(OrthancError.BadRequest, $"{Identifiers.NameOf(level)} cannot be removed");
        _removals.Add(path.Tag);
        return null;
    }

    private Refused? Replace(string name, JsonElement json, bool force)
    {
        if (DicomPath.Parse(name, _settings.Dictionary).IsRefused(out var unknown, out var path)) return unknown;
        if (CheckAllowed(path) is { } notAllowed) return notAllowed;
        if (_allows is not null && json.ValueKind != JsonValueKind.String)
            return new(OrthancError.BadFileFormat, $"The value of tag {path.Tag} should be a string");

        if (ReadValue(path.Tag, json) is not { } value) return null; // refused already
        if (path.Steps.Count > 0)
        {
            _nestedRemovals.Remove(path.ToString());
            _nestedReplacements[path.ToString()] = (path, value);
            return null;
        }

        if (IdentifierRules.CheckForce(path.Tag, force, "replaced") is { } refused) return refused;
        _removals.Remove(path.Tag);
        _replacements[path.Tag] = value;
        return null;
    }

    private Refused? Keep(string name, bool force)
    {
        if (DicomPath.Parse(name, _settings.Dictionary).IsRefused(out var unknown, out var path)) return unknown;
        if (path.Steps.Count > 0)
        {
            _nestedRemovals.Remove(path.ToString());
            _nestedReplacements.Remove(path.ToString());
            _nestedKeeps[path.ToString()] = path;
            return null;
        }

        if (IdentifierRules.CheckForce(path.Tag, force, "kept") is { } refused) return refused;
        _removals.Remove(path.Tag);
        _replacements.Remove(path.Tag);
        _keeps.Add(path.Tag);
        return null;
    }

    private Refused? CheckAllowed(DicomPath path) => _allows is not null && (path.Steps.Count > 0 || !_allows(path.Tag))
        ? new(
            OrthancError.ParameterOutOfRange,
            $"Cannot modify the following tag while splitting a study (not in the patient/study modules): "
            + $"{_settings.Dictionary.NameOf(path.Tag)} ({path.Tag})")
        : null;

    // So that what no instance can take is refused before anything is done.
    private Refused? CheckValues(Modification modification)
    {
        if (modification.Replacements.GetValueOrDefault(DicomTag.SpecificCharacterSet) is Replacement.Text { Value: var term }
            && term.Split('\\').Any(part => !DicomEncoding.IsSupportedTerm(part)))
            return new(OrthancError.ParameterOutOfRange, $"Unknown character set: {term}");

        var empty = new DicomDatasetBuilder(options: s_anything with { Dictionary = _settings.Dictionary }, encoding: DicomEncoding.Utf8);
        return modification.Replacements.Select(replacement => replacement.Value.Set(empty, replacement.Key, modification.PrivateCreator))
            .Concat(modification.NestedReplacements.Select(nested => nested.Value.Set(empty, nested.Path.Tag, modification.PrivateCreator)))
            .FirstOrDefault(refused => refused is not null);
    }

    private DicomTransferSyntax? KnownSyntax(string uid)
    {
        if (DicomTransferSyntax.Lookup(uid) is { IsKnown: true } syntax && DicomTranscoder.CanTranscodeTo(syntax)) return syntax;
        Refuse(OrthancError.ParameterOutOfRange, $"Nothing can be transcoded to transfer syntax {uid}");
        return null;
    }

    // Orthanc's numbers for what is no list differ by what is asked.
    private OrthancError BadShape => _allows is null ? OrthancError.BadRequest : OrthancError.BadFileFormat;

    private DeidentificationProfile? ReadProfile()
    {
        if (!_request.TryGetProperty("DicomVersion", out var value))
            return DeidentificationProfile.Find(DeidentificationProfile.DefaultVersion)!;
        if (value.ValueKind != JsonValueKind.String)
        {
            Refuse(OrthancError.BadFileFormat, "Member \"DicomVersion\" should be a string");
            return null;
        }

        var profile = DeidentificationProfile.Find(value.GetString()!);
        if (profile is null)
            Refuse(OrthancError.ParameterOutOfRange, $"Unknown specific version of the DICOM standard: {value.GetString()}");
        return profile;
    }

    private IEnumerable<string> Names(string member)
    {
        if (!_members.Contains(member) || !_request.TryGetProperty(member, out var names)) return [];
        if (names.ValueKind == JsonValueKind.Array && names.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String))
            return names.EnumerateArray().Select(name => name.GetString()!);
        Refuse(BadShape, $"Member \"{member}\" should be an array of strings");
        return [];
    }

    private IEnumerable<(string Name, JsonElement Value)> Members(string member)
    {
        if (!_members.Contains(member) || !_request.TryGetProperty(member, out var values)) return [];
        if (values.ValueKind == JsonValueKind.Object) return values.EnumerateObject().Select(property => (property.Name, property.Value));
        Refuse(BadShape, $"Member \"{member}\" should be an object");
        return [];
    }

    private bool Flag(string member, bool fallback)
    {
        if (!_request.TryReadFlag(member, out var flag))
            Refuse(OrthancError.BadFileFormat, $"Member \"{member}\" should be a Boolean value");
        return flag ?? fallback;
    }

    private int? Quality()
    {
        if (!_request.TryGetProperty("LossyQuality", out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var quality) && quality >= 0) return quality;
        Refuse(OrthancError.BadFileFormat, "Member \"LossyQuality\" should be an integer that is not negative");
        return null;
    }

    private string? Text(string member)
    {
        if (!_request.TryGetProperty(member, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String) return WithoutNul(value.GetString()!);
        Refuse(OrthancError.BadFileFormat, $"Member \"{member}\" should be a string");
        return null;
    }
}
