using EventDicom.Dicom;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Modalities;

namespace EventDicom.Domain.Retrieving;

/// <summary>Makes the keys of a client ready for a modality: the identifier of a C-FIND (PS3.4 section C.4.1).</summary>
public static class FindIdentifier
{
    // What only the level itself can be asked to count.
    private static readonly Dictionary<ResourceLevel, DicomTag[]> s_computed = new()
    {
        [ResourceLevel.Patient] =
        [
            DicomTag.NumberOfPatientRelatedStudies, DicomTag.NumberOfPatientRelatedSeries, DicomTag.NumberOfPatientRelatedInstances,
        ],
        [ResourceLevel.Study] =
        [
            DicomTag.ModalitiesInStudy, DicomTag.SOPClassesInStudy, DicomTag.NumberOfStudyRelatedSeries,
            DicomTag.NumberOfStudyRelatedInstances,
        ],
        [ResourceLevel.Series] = [DicomTag.NumberOfSeriesRelatedInstances],
        [ResourceLevel.Instance] = [],
    };

    /// <summary>Patients are asked for in the patient root model, all else in the study root model.</summary>
    public static FindModel ModelOf(ResourceLevel level) => level == ResourceLevel.Patient ? FindModel.PatientRoot : FindModel.StudyRoot;

    /// <param name="keys">What the client asks for.</param>
    /// <param name="normalize">Whether keys are left out that do not belong to the level or those above it.</param>
    /// <param name="encoding">In which texts are sent that need one.</param>
    /// <param name="dropped">Is told of each that is left out.</param>
    /// <returns>Refused with error 15 where a value cannot be written.</returns>
    public static Answer<DicomDataset> Of(
        ResourceLevel level, IReadOnlyDictionary<DicomTag, string> keys, bool normalize, ModalityManufacturer manufacturer,
        DicomEncoding encoding, Action<DicomTag>? dropped = null)
    {
        var wanted = new Dictionary<DicomTag, string>();
        foreach (var (tag, value) in keys)
        {
            if (!normalize || Belongs(tag, level)) wanted[tag] = Patched(tag, value, manufacturer);
            else dropped?.Invoke(tag);
        }
        foreach (var tag in RequiredKeys(level)) wanted.TryAdd(tag, manufacturer == ModalityManufacturer.GE ? "*" : "");
        wanted[DicomTag.QueryRetrieveLevel] = QueryLevels.Spelled(level);
        return IdentifierWriter.Write(wanted, encoding);
    }

    /// <summary>What some manufacturers' query SCPs take amiss in a value, put otherwise.</summary>
    internal static string Patched(DicomTag tag, string value, ModalityManufacturer manufacturer) => manufacturer switch
    {
        ModalityManufacturer.GenericNoUniversalWildcard when value == "*" => "",
        ModalityManufacturer.GenericNoWildcardInDates when value == "*" && DicomDictionary.Default.LookupVR(tag) == DicomVR.DA => "",
        _ => value,
    };

    private static bool Belongs(DicomTag tag, ResourceLevel level) =>
        tag == DicomTag.SpecificCharacterSet || s_computed[level].Contains(tag)
        || Enum.GetValues<ResourceLevel>().Where(above => above <= level).Any(above => ModuleOf(above).Contains(tag));

    private static IEnumerable<DicomTag> RequiredKeys(ResourceLevel level) =>
        level >= ResourceLevel.Study ? QueryLevels.UniqueKeys(level).Append(DicomTag.AccessionNumber) : QueryLevels.UniqueKeys(level);

    private static IReadOnlySet<DicomTag> ModuleOf(ResourceLevel level) => level switch
    {
        ResourceLevel.Patient => DicomModule.Patient,
        ResourceLevel.Study => DicomModule.Study,
        ResourceLevel.Series => DicomModule.Series,
        _ => DicomModule.Instance,
    };
}
