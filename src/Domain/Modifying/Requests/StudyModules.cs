using System.Text.Json;
using EventDicom.Dicom;

namespace EventDicom.Domain.Modifying.Requests;

/// <summary>
/// What splits and merges do to the instances that they move to another study: the attributes of the patient and study modules
/// (PS3.3 C.7.1 and C.7.2.1) change, series and instances get UIDs of their own, and nothing else is touched, references neither.
/// </summary>
public static class StudyModules
{
    private static readonly HashSet<DicomTag> s_tags = [.. DicomModule.Patient, .. DicomModule.Study];

    /// <summary>Instances that leave their study for a new one.</summary>
    /// <param name="request">With <c>Replace</c>, <c>Remove</c>, <c>KeepSource</c>, <c>KeepLabels</c>, <c>Transcode</c> and
    /// <c>LossyQuality</c>.</param>
    /// <param name="studyInstanceUid">Of the new study.</param>
    /// <returns>Refused with error 3: an attribute of other modules, or one of the UIDs; 15: a value that is no string; 8, 15 and 27 as for
    /// modifications.</returns>
    public static Answer<Modification> ReadSplit(JsonElement request, string studyInstanceUid, ModificationSettings settings)
    {
        if (ModificationReader.ReadForced(request, ["Replace", "Remove"], tag => s_tags.Contains(tag) && tag != DicomTag.StudyInstanceUID,
            settings).IsRefused(out var refused, out var asked))
            return refused;
        return Moved(new Dictionary<DicomTag,
            Replacement>(asked.Replacements) { [DicomTag.StudyInstanceUID] = new Replacement.Text(studyInstanceUid) },
            asked.Removals, asked);
    }

    /// <summary>Instances that join another study, and take over what it says of its patient and of itself.</summary>
    /// <param name="request">With <c>KeepSource</c>, <c>KeepLabels</c>, <c>Transcode</c> and <c>LossyQuality</c>.</param>
    /// <param name="target">Any instance of the study.</param>
    /// <returns>Refused with error 15: an option is of another type.</returns>
    public static Answer<Modification> ReadMerge(JsonElement request, DicomDataset target, ModificationSettings settings)
    {
        if (ModificationReader.ReadForced(request, [], _ => false, settings).IsRefused(out var refused, out var asked)) return refused;

        var replacements = new Dictionary<DicomTag, Replacement>();
        var removals = new HashSet<DicomTag>();
        foreach (var tag in s_tags)
        {
            if (target.Find(tag) is { } item) replacements.Add(tag, Replacement.Of(item, target));
            else removals.Add(tag);
        }
        // An instance without PatientID is one of the patient whose ID is empty, and so are those that join it.
        removals.Remove(DicomTag.PatientID);
        replacements.TryAdd(DicomTag.PatientID, new Replacement.Text(""));
        return Moved(replacements, removals, asked) with { WidensEncoding = true };
    }

    private static Modification Moved(IReadOnlyDictionary<DicomTag, Replacement> replacements, IReadOnlySet<DicomTag> removals,
        Modification asked) => new()
    {
        Level = ResourceLevel.Series,
        Replacements = replacements,
        Removals = removals,
        KeepSource = asked.KeepSource,
        KeepLabels = asked.KeepLabels,
        TransferSyntax = asked.TransferSyntax,
        LossyQuality = asked.LossyQuality,
        Force = true,
    };
}
