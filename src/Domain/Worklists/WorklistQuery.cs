using EventDicom.Dicom;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Worklists;

/// <summary>
/// What a C-FIND of the modality worklist asks (PS3.4 section K.4.1): which worklists fit, and what is answered of them.
/// </summary>
public sealed class WorklistQuery
{
    private readonly WorklistKeys _keys;

    private WorklistQuery(WorklistKeys keys) => _keys = keys;

    /// <summary>Reads the keys of an identifier, at every level.</summary>
    /// <param name="caseSensitivePN">Whether names of persons are compared with regard to case, as all other text is.</param>
    /// <param name="station">The title of the one station that the answers are to be for; <c>null</c> where they may be for
    /// all.</param>
    /// <returns>Refused with error 3 where a key has wildcards that its VR does not allow, with error 8 where a sequence has more than one
    /// item.</returns>
    public static Answer<WorklistQuery> Read(DicomDataset identifier, bool caseSensitivePN, string? station = null)
    {
        if (WorklistKeys.Read(identifier, caseSensitivePN).IsRefused(out var refused, out var keys)) return refused;
        return new WorklistQuery(station is null ? keys : keys.OfStation(station));
    }

    /// <summary>Of each of these, a worklist that matches has a word (<see cref="WorklistWords"/>).</summary>
    public IReadOnlyList<IReadOnlyList<string>> Words => [.. _keys.Words()];

    public bool Matches(DicomDataset worklist) => _keys.Match(worklist);

    /// <summary>What is requested of a worklist that matches and is there in it; in one character set, which it names.</summary>
    public DicomDataset Answer(DicomDataset worklist, DicomEncoding encoding)
    {
        var answer = new DicomDatasetBuilder(_keys.Reduce(worklist));
        answer.ChangeEncoding(encoding.Nameable);
        return answer.Build();
    }
}
