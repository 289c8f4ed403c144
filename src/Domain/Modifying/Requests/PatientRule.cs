using EventDicom.Dicom;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Modifying.Requests;

/// <summary>
/// A study that is modified may not come to a patient whom the archive knows as somebody else (Orthanc since 1.11.3): where the
/// patient of the results has other studies, what the request says of the patient must be what the archive says.
/// </summary>
public static class PatientRule
{
    /// <summary>Whether the request says anything of the patient that the archive keeps.</summary>
    public static bool Concerns(Modification modification, ResourceLevel level, MainDicomTags tags) =>
        level == ResourceLevel.Study && !modification.IsAnonymization
        && tags.At(ResourceLevel.Patient).Any(modification.Replacements.ContainsKey);

    /// <param name="known">Main tags of the patient of the results, who has other studies than the one that is modified.</param>
    /// <returns>Error 8 when they do not agree.</returns>
    public static Refused? Check(Modification modification, MainDicomTags tags, IReadOnlyDictionary<string, string> known)
    {
        foreach (var tag in tags.At(ResourceLevel.Patient))
        {
            var said = modification.Replacements.GetValueOrDefault(tag) is Replacement.Text text ? text.Value : null;
            // Who the patient is need not be said again where it stays.
            if (tag == DicomTag.PatientID && said is null) continue;
            if (known.GetValueOrDefault(tag.ToString()) != said)
                return new(
                    OrthancError.BadRequest,
                    $"The patient has other studies: all main tags of the patient must be replaced by the values that they have there, "
                    + $"and tag {tag} is not");
        }
        return null;
    }
}
