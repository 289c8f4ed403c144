using EventDicom.Dicom;

namespace EventDicom.Domain.Finding;

/// <summary>From where a search has the values of a tag.</summary>
public enum TagPlace
{
    /// <summary>The index keeps it: a main tag of the level or of one above.</summary>
    Kept,

    /// <summary>It is counted, or put together from what lies below.</summary>
    Computed,

    /// <summary>It is computed, but for another level.</summary>
    ComputedElsewhere,

    /// <summary>A main tag of a level below: a resource has many values of it.</summary>
    Below,

    /// <summary>Only files have it.</summary>
    File,
}

/// <param name="Level">Of a tag that is kept: whose main tag it is, the nearest of those that there are.</param>
public readonly record struct TagSource(TagPlace Place, ResourceLevel Level)
{
    // Which level each computed tag is one of.
    private static readonly Dictionary<DicomTag, ResourceLevel> s_computed = new()
    {
        [DicomTag.InstanceAvailability] = ResourceLevel.Instance,
        [DicomTag.ModalitiesInStudy] = ResourceLevel.Study,
        [DicomTag.SOPClassesInStudy] = ResourceLevel.Study,
        [DicomTag.NumberOfPatientRelatedStudies] = ResourceLevel.Patient,
        [DicomTag.NumberOfPatientRelatedSeries] = ResourceLevel.Patient,
        [DicomTag.NumberOfPatientRelatedInstances] = ResourceLevel.Patient,
        [DicomTag.NumberOfStudyRelatedSeries] = ResourceLevel.Study,
        [DicomTag.NumberOfStudyRelatedInstances] = ResourceLevel.Study,
        [DicomTag.NumberOfSeriesRelatedInstances] = ResourceLevel.Series,
    };

    /// <summary>From where a search at a level has a tag.</summary>
    public static TagSource Of(DicomTag tag, ResourceLevel level, MainDicomTags mainTags)
    {
        for (var owner = level; owner >= ResourceLevel.Patient; owner--)
            if (mainTags.Has(owner, tag)) return new(TagPlace.Kept, owner);
        if (s_computed.TryGetValue(tag, out var computedAt))
            return new(computedAt == level ? TagPlace.Computed : TagPlace.ComputedElsewhere, computedAt);
        if (tag == DicomTag.SOPClassUID && level == ResourceLevel.Instance) return new(TagPlace.Computed, level);
        for (var owner = level + 1; owner <= ResourceLevel.Instance; owner++)
            if (mainTags.Has(owner, tag)) return new(TagPlace.Below, owner);
        return new(TagPlace.File, level);
    }
}
