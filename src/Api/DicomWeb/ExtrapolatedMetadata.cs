using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.DicomWeb;
using EventDicom.Domain.Finding;
using EventDicom.Domain.Instances;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.DicomWeb;

/// <summary>Reads of a few files of each series what is alike in them, and so is taken to be alike in all.</summary>
public sealed class ExtrapolatedMetadata(ResourceQueries queries, StoredFiles files, MainDicomTags mainTags)
{
    /// <param name="tags">Those that may be told. What the index has of each instance is never taken from another.</param>
    /// <returns>What holds of all instances of a series, by its UID.</returns>
    public async Task<IReadOnlyDictionary<string, DicomDataset>> ReadAsync(
        UidPath path, IReadOnlyList<DicomTag> tags, CancellationToken ct)
    {
        var wanted = tags.Except(Enum.GetValues<ResourceLevel>().SelectMany(mainTags.At)).ToList();
        var samples = new Dictionary<string, SeriesSample<InstanceByUids>>(StringComparer.Ordinal);
        await foreach (var instance in queries.ByUidsAsync(path, ct))
        {
            var series = instance.Path.Series ?? "";
            if (!samples.TryGetValue(series, out var sample)) samples[series] = sample = new();
            sample.Add(instance);
        }

        var known = new Dictionary<string, DicomDataset>(StringComparer.Ordinal);
        foreach (var (series, sample) in samples)
        {
            var read = new List<DicomDataset>();
            foreach (var instance in sample.Members)
                await files.TryUseAsync(
                    instance.File.Stored,
                    file =>
                    {
                        read.Add(FoundModels.Read(file.Dataset, wanted));
                        return true;
                    },
                    ct);
            known[series] = Extrapolation.Of(read, wanted);
        }
        return known;
    }
}
