using EventDicom.Dicom;
using EventDicom.Domain.Blobs;

namespace EventDicom.Domain.Modifying;

/// <summary>
/// Brings the main tags of parents up to date whose instances a job modified, as Orthanc does since 1.11.3: each is read from the
/// first result below it.
/// </summary>
public sealed class MainDicomTagsRebuild(
    Ledger ledger, IResourceIndex index, IBlobStore blobs, MainDicomTags tags, FileReading reading, MemoryGate gate, ArchiveClock clock)
{
    private static readonly ResourceLevel[] s_parents = [ResourceLevel.Series, ResourceLevel.Study, ResourceLevel.Patient];

    /// <summary>May be done again: what is up to date stays as it is.</summary>
    public async Task RunAsync(Modification modification, IReadOnlyList<RewrittenChunk> chunks, Origin origin, CancellationToken cancellation)
    {
        foreach (var level in s_parents.Where(level => RebuildMainDicomTags.IsDueAfter(modification, level, tags)))
        {
            var results = chunks.SelectMany(chunk => chunk.Instances.Select(result => (Parent: chunk.Parents[result.Parents].At(level), result.Id)));
            foreach (var (parent, result) in results.DistinctBy(result => result.Parent))
                await RunAsync(level, parent, result, origin, cancellation);
        }
    }

    private async Task RunAsync(ResourceLevel level, OrthancId id, OrthancId instance, Origin origin, CancellationToken cancellation)
    {
        if (!(await index.FilesAsync([instance], cancellation)).TryGetValue(instance, out var file)) return; // deleted meanwhile

        using var stream = blobs.Open(file.Of(instance));
        var command = await gate.ReadAsync(reading.UpToPixels, options =>
        {
            var dataset = DicomFile.Open(stream, options).Dataset;
            return new RebuildMainDicomTags(level, id, new(
                tags.Read(dataset, level), level == ResourceLevel.Study ? tags.Read(dataset, ResourceLevel.Patient) : null,
                tags.KeptSignatureOf(level), tags.ReadSequences(dataset, level)));
        }, cancellation);
        await ledger.WriteAsync(async (transaction, token) =>
        {
            if (await index.LockAsync(transaction, level, id, token) is not { } held) return [];
            var shown = await index.MainDicomTagsAsync(transaction, level, id, token);
            return [.. command.Decide(held.PatientId, shown, clock.Next()).Select(fact => new Entry(fact, origin))];
        }, cancellation);
    }
}
