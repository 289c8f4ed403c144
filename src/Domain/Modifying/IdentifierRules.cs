using EventDicom.Dicom;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Modifying;

/// <summary>What may be done to PatientID, StudyInstanceUID, SeriesInstanceUID and SOPInstanceUID, as Orthanc has it since 1.11.3.</summary>
public static class IdentifierRules
{
    /// <param name="what">Past participle for the answer: replaced, kept or removed.</param>
    internal static void DemandForce(DicomTag tag, bool force, string what)
    {
        if (!force && Identifiers.LevelOf(tag) is { } level)
            throw new ModificationException(
                OrthancError.BadRequest, $"Marking tag \"{Identifiers.NameOf(level)}\" as to be {what} requires the \"Force\" option to be set to true");
    }

    /// <summary>The checks that concern the whole of a request.</summary>
    internal static void Demand(Modification modification)
    {
        foreach (var level in Identifiers.Levels)
            if (modification.Replacements.GetValueOrDefault(Identifiers.TagOf(level)) is { } value)
                DemandIdentifier(level, value);

        if (!modification.IsAnonymization && modification.Level == ResourceLevel.Patient && !modification.Force && !modification.Replacements.ContainsKey(DicomTag.PatientID))
            throw new ModificationException(OrthancError.BadRequest, "When modifying a patient, her PatientID is required to be modified");
    }

    /// <summary>The checks for results that are to be stored.</summary>
    public static void DemandStorable(this Modification modification, bool overwrites)
    {
        if (modification.IsInPlace && !(overwrites && modification.KeepSource))
            throw new ModificationException(
                OrthancError.BadRequest,
                "When all identifiers are kept, the instances are overwritten: that requires \"KeepSource\" to be true, and the configuration option \"OverwriteInstances\"");
    }

    // An instance without one of its UIDs could not be stored.
    private static void DemandIdentifier(ResourceLevel level, Replacement value)
    {
        if (value is not Replacement.Text text) throw new ModificationException(OrthancError.BadParameterType, $"{Identifiers.NameOf(level)} must be a text");
        if (level != ResourceLevel.Patient && text.Value.Trim(' ', '\0').Length == 0)
            throw new ModificationException(OrthancError.BadRequest, $"{Identifiers.NameOf(level)} cannot be empty");
    }
}
