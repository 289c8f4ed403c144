using EventDicom.Dicom;

namespace EventDicom.Domain.Modifying.Rewriting;

/// <summary>
/// New identifiers for old ones, for as long as a job lasts. They are derived from the job and the old identifier, not drawn: a
/// step that is repeated, on whatever node, gives the same ones, and nothing has to be kept. Patient, study, series and instance
/// have name spaces of their own; all other UIDs are in that of the instances.
/// </summary>
/// <param name="seed">The id of the job, which nobody can guess: it keeps the old identifiers from being found by trying.</param>
public sealed class UidMap(string seed)
{
    private readonly Dictionary<(ResourceLevel Level, string Original), string> _imposed = [];

    /// <summary>Has an identifier become one that the request names.</summary>
    public void Impose(ResourceLevel level, string original, string value) => _imposed[(level, original.Trim(' ', '\0'))] = value;

    /// <summary>A UID, or a UUID in lower case for a patient.</summary>
    public string this[ResourceLevel level, string original]
    {
        get
        {
            original = original.Trim(' ', '\0');
            if (_imposed.TryGetValue((level, original), out var imposed)) return imposed;
            var derived = $"{seed}|{level}|{original}";
            return level == ResourceLevel.Patient ? DicomUIDGenerator.DeriveUuid(derived).ToString() : DicomUIDGenerator.Derive(derived);
        }
    }
}
