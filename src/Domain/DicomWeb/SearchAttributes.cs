using EventDicom.Dicom;

namespace EventDicom.Domain.DicomWeb;

/// <summary>The attributes that a search answers unasked (PS3.18 tables 10.6.3-3 to 10.6.3-5, as Orthanc's plugin has them).</summary>
public static class SearchAttributes
{
    private static readonly DicomTag[] s_ofStudy =
    [
        DicomTag.StudyDate, DicomTag.StudyTime, DicomTag.AccessionNumber, DicomTag.ReferringPhysicianName, DicomTag.TimezoneOffsetFromUTC,
        DicomTag.StudyDescription, DicomTag.PatientName, DicomTag.PatientID, DicomTag.PatientBirthDate, DicomTag.PatientSex,
        DicomTag.StudyInstanceUID, DicomTag.StudyID,
    ];

    private static readonly DicomTag[] s_countsOfStudy =
        [DicomTag.ModalitiesInStudy, DicomTag.NumberOfStudyRelatedSeries, DicomTag.NumberOfStudyRelatedInstances];

    private static readonly DicomTag[] s_ofSeries =
    [
        DicomTag.Modality, DicomTag.TimezoneOffsetFromUTC, DicomTag.SeriesDescription, DicomTag.SeriesInstanceUID, DicomTag.SeriesNumber,
        DicomTag.PerformedProcedureStepStartDate, DicomTag.PerformedProcedureStepStartTime, DicomTag.RequestAttributesSequence,
    ];

    private static readonly DicomTag[] s_ofInstance =
    [
        DicomTag.SOPClassUID, DicomTag.SOPInstanceUID, DicomTag.InstanceAvailability, DicomTag.TimezoneOffsetFromUTC,
        DicomTag.InstanceNumber, DicomTag.NumberOfFrames, DicomTag.Rows, DicomTag.Columns, DicomTag.BitsAllocated,
    ];

    /// <summary>Those of a level, and of the levels above unless the search names one of their resources.</summary>
    /// <param name="namesStudy">Whether StudyInstanceUID is among the arguments; in the path it does not count.</param>
    /// <param name="namesSeries">Likewise of SeriesInstanceUID.</param>
    public static IEnumerable<DicomTag> At(ResourceLevel level, bool namesStudy, bool namesSeries)
    {
        IEnumerable<DicomTag> identifiers = [DicomTag.StudyInstanceUID];
        if (level == ResourceLevel.Study) return [.. s_ofStudy, .. s_countsOfStudy];

        identifiers = identifiers.Append(DicomTag.SeriesInstanceUID).Concat(namesStudy ? [] : s_ofStudy);
        return level == ResourceLevel.Series
            ? identifiers.Concat(s_ofSeries).Append(DicomTag.NumberOfSeriesRelatedInstances)
            : identifiers.Concat(namesSeries ? [] : s_ofSeries).Concat(s_ofInstance);
    }
}
