using EventDicom.Dicom;
using EventDicom.Domain.Deidentifying;
using EventDicom.Domain.Modifying.Requests;
using EventDicom.Domain.Modifying.Rewriting;

namespace EventDicom.Domain.Modifying;

/// <summary>
/// What is to become of instances: read from a request, or made by a split or a merge. No attribute is in more than one of
/// <see cref="Replacements"/>, <see cref="Removals"/> and <see cref="Keeps"/>. Immutable.
/// </summary>
public sealed record Modification
{
    /// <summary>Below it new UIDs are made, and at it, except of the patient (whose ID is never made anew by a modification).</summary>
    public required ResourceLevel Level { get; init; }

    /// <summary>Hides who the patient is; <c>null</c> for a modification.</summary>
    public DeidentificationProfile? Profile { get; init; }

    /// <summary>Attributes of the first level, inserted where they are absent.</summary>
    public IReadOnlyDictionary<DicomTag, Replacement> Replacements { get; init; } = new Dictionary<DicomTag, Replacement>();

    public IReadOnlySet<DicomTag> Removals { get; init; } = new HashSet<DicomTag>();

    /// <summary>Left as they are, at any level.</summary>
    public IReadOnlySet<DicomTag> Keeps { get; init; } = new HashSet<DicomTag>();

    /// <summary>Within items of sequences, as far as these are there.</summary>
    public IReadOnlyList<(DicomPath Path, Replacement Value)> NestedReplacements { get; init; } = [];

    public IReadOnlyList<DicomPath> NestedRemovals { get; init; } = [];

    public IReadOnlyList<DicomPath> NestedKeeps { get; init; } = [];

    public bool RemovesPrivate { get; init; }

    /// <summary>Who reserves the blocks of private attributes that are inserted; empty for nobody.</summary>
    public string PrivateCreator { get; init; } = "";

    /// <summary>Whether a file becomes UTF-8 where its character set cannot hold what is put into it; else characters are lost, as in
    /// Orthanc.</summary>
    public bool WidensEncoding { get; init; }

    /// <summary>How the results are written; <c>null</c> for as the sources are.</summary>
    public DicomTransferSyntax? TransferSyntax { get; init; }

    /// <summary>Of lossy JPEG, from 0 on: less than 1 counts as 1, and more than 100 as 100; <c>null</c> for the configured one.</summary>
    public int? LossyQuality { get; init; }

    public bool Force { get; init; }

    public bool KeepSource { get; init; } = true;

    public bool KeepLabels { get; init; }

    public bool IsAnonymization => Profile is not null;

    /// <summary>Whether nothing of the profile was changed: only then may the result say that it follows it.</summary>
    public bool FollowsProfile =>
        IsAnonymization && RemovesPrivate && Replacements.Count == 0 && Removals.Count == 0 && Keeps.Count == 0
        && NestedReplacements.Count == 0 && NestedRemovals.Count == 0 && NestedKeeps.Count == 0;

    /// <summary>Whether the result says in DeidentificationMethod by whom, and by what profile if it was followed, it was anonymized; not
    /// where the request has its own way with it.</summary>
    public bool DescribesMethod =>
        IsAnonymization && !Replacements.ContainsKey(DicomTag.DeidentificationMethod) && !Keeps.Contains(DicomTag.DeidentificationMethod)
        && !Removals.Contains(DicomTag.DeidentificationMethod);

    /// <summary>Whether the patient gets a name of our making, <c>Anonymized1</c> and so on.</summary>
    public bool NamesPatient =>
        IsAnonymization && !Replacements.ContainsKey(DicomTag.PatientName) && !Keeps.Contains(DicomTag.PatientName)
        && !Removals.Contains(DicomTag.PatientName);

    /// <summary>Whether the results have the identifiers of their sources, and so take their places.</summary>
    public bool IsInPlace =>
        !IsAnonymization && Identifiers.Levels.All(level => !Replacements.ContainsKey(Identifiers.TagOf(level)) && !Renews(level));

    /// <summary>Whether the identifier of a level is made anew, rather than named by the request or left alone.</summary>
    public bool Renews(ResourceLevel level)
    {
        var tag = Identifiers.TagOf(level);
        if (Replacements.ContainsKey(tag) || Keeps.Contains(tag)) return false;
        return IsAnonymization || (level >= Level && level != ResourceLevel.Patient);
    }
}
