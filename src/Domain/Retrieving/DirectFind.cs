using EventDicom.Dicom;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Settings;

namespace EventDicom.Domain.Retrieving;

/// <summary>
/// Searches in modalities whose answers are not kept, as Orthanc has them from before there were queries: beside what the client asks for,
/// the main tags of the level are.
/// </summary>
public sealed class DirectFind(IDicomClient client, ServerSettings settings, MainDicomTags mainTags)
{
    // Each patient and each study costs an association.
    private const int MostBranches = 1000;

    /// <summary>What is found at one level.</summary>
    /// <returns>Refused as <see cref="FindIdentifier.Of"/> and <see cref="IDicomClient.FindAsync"/> refuse.</returns>
    public async Task<Answer<IReadOnlyList<DicomDataset>>> AtAsync(
        CalledModality modality, ResourceLevel level, IReadOnlyDictionary<DicomTag, string> keys, CancellationToken ct)
    {
        var asked = mainTags.At(level).Where(tag => !mainTags.IsSequence(tag)).ToDictionary(tag => tag, _ => "");
        foreach (var (tag, value) in keys) asked[tag] = value;
        var identifier = FindIdentifier.Of(level, asked, normalize: true, modality.Modality.Manufacturer, settings.DefaultEncoding);
        return identifier.IsRefused(out var refused, out var written)
            ? refused
            : await client.FindAsync(modality, FindIdentifier.ModelOf(level), written, ct);
    }

    /// <summary>The patients that are found, below each its studies, and below these their series.</summary>
    /// <returns>Refused with error 4 where that are too many; else as <see cref="AtAsync"/>.</returns>
    public Task<Answer<IReadOnlyList<FoundBranch>>> TreeAsync(
        CalledModality modality, IReadOnlyDictionary<DicomTag, string> keys, CancellationToken ct)
    {
        var count = 0;
        return BelowAsync(ResourceLevel.Patient, keys);

        async Task<Answer<IReadOnlyList<FoundBranch>>> BelowAsync(ResourceLevel level, IReadOnlyDictionary<DicomTag, string> wanted)
        {
            if ((await AtAsync(modality, level, wanted, ct)).IsRefused(out var refused, out var answers)) return refused;
            if (level == ResourceLevel.Series) return answers.Select(answer => new FoundBranch(level, answer, [])).ToList();
            if ((count += answers.Count) > MostBranches)
                return new Refused(OrthancError.NotEnoughMemory, $"More than {MostBranches} patients and studies are found");

            var branches = new List<FoundBranch>();
            foreach (var answer in answers)
            {
                var ofThis = new Dictionary<DicomTag, string>(wanted);
                foreach (var tag in QueryLevels.UniqueKeys(level))
                    if (answer.TryGetString(tag, out var value)) ofThis[tag] = value;
                if ((await BelowAsync(level + 1, ofThis)).IsRefused(out refused, out var below)) return refused;
                branches.Add(new(level, answer, below));
            }
            return branches;
        }
    }
}

/// <summary>An answer of a modality, and what it has below that.</summary>
public sealed record FoundBranch(ResourceLevel Level, DicomDataset Answer, IReadOnlyList<FoundBranch> Below);
