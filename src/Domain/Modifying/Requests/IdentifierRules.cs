using EventDicom.Dicom;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Modifying.Rewriting;

namespace EventDicom.Domain.Modifying.Requests;

/// <summary>What may be done to PatientID, StudyInstanceUID, SeriesInstanceUID and SOPInstanceUID, as Orthanc has it since
/// 1.11.3.</summary>
public static class IdentifierRules
{
    /// <param name="what">Past participle for the answer: replaced, kept or removed.</param>
    internal static Refused? CheckForce(DicomTag tag, bool force, string what) => !force && Identifiers.LevelOf(tag) is { } level
        ? BadRequest($"Marking tag \"{Identifiers.NameOf(level)}\" as to be {what} requires the \"Force\" option to be set to true")
        : null;

    /// <summary>What concerns the whole of a request.</summary>
    /// <returns><c>null</c> when all is well, as of every check here.</returns>
    internal static Refused? Check(Modification modification)
    {
        foreach (var level in Identifiers.Levels)
            if (modification.Replacements.GetValueOrDefault(Identifiers.TagOf(level)) is { } value
                && CheckIdentifier(level, value) is { } refused)
                return refused;

        return !modification.IsAnonymization && modification.Level == ResourceLevel.Patient && !modification.Force
            && !modification.Replacements.ContainsKey(DicomTag.PatientID)
            ? BadRequest("When modifying a patient, her PatientID is required to be modified")
            : null;
    }

    /// <summary>What concerns results that are to be stored.</summary>
    public static Refused? CheckStorable(Modification modification, bool overwrites) =>
        modification.IsInPlace && !(overwrites && modification.KeepSource)
        ? BadRequest(
            "When all identifiers are kept, the instances are overwritten: that requires \"KeepSource\" to be true, and the configuration "
            + "option \"OverwriteInstances\"")
        : null;

    // An instance without one of its UIDs could not be stored.
    private static Refused? CheckIdentifier(ResourceLevel level, Replacement value)
    {
        if (value is not Replacement.Text text) return new(OrthancError.BadParameterType, $"{Identifiers.NameOf(level)} must be a text");
        return level != ResourceLevel.Patient && text.Value.Trim(' ', '\0').Length == 0
            ? BadRequest($"{Identifiers.NameOf(level)} cannot be empty") : null;
    }

    private static Refused BadRequest(string details) => new(OrthancError.BadRequest, details);
}
