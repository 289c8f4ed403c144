using System.Runtime.CompilerServices;
using EventDicom.Dicom;
using EventDicom.Domain.Instances;

namespace EventDicom.Domain.Finding;

/// <summary>One answer, with what was read of a file for it: the requested tags that the index does not have.</summary>
public readonly record struct Found<T>(Match Match, T? FromFile);

/// <summary>
/// Searches the archive: the index first, then, where the index cannot tell, one file below each candidate, some of them at a time. Every
/// search goes this way, whatever it came by.
/// </summary>
public sealed class Finder(IFind index, StoredFiles files, MainDicomTags mainTags, MainTagsCoverage coverage)
{
    // Files of one search that are open at a time.
    private const int FilesAtOnce = 4;

    /// <summary>Whether files must be read to tell what fits: then the page cannot begin anywhere but at the first answer.</summary>
    public bool NeedsFiles(FindQuery query) => FindPlan.Of(query, mainTags, coverage).InFiles.Count > 0;

    /// <summary>The answers in their order, as a stream. One that is cancelled, or not read to its end, leaves nothing running.</summary>
    /// <param name="read">Makes something of the tags that are wanted of a file, which is closed when it returns. May be called on several
    /// files at once.</param>
    /// <param name="strict">Whether a file that cannot be read ends the search. Otherwise its resource does not fit, or goes without what
    /// only the file has.</param>
    /// <exception cref="Blobs.DamagedFileException">A file is not what was stored, where that ends the search.</exception>
    /// <exception cref="DicomFileException">A file cannot be read, where that ends the search.</exception>
    public async IAsyncEnumerable<Found<T>> SearchAsync<T>(
        FindQuery query, Func<DicomDataset, IReadOnlyList<DicomTag>, T> read, bool strict = false,
        [EnumeratorCancellation] CancellationToken ct = default)
    {
        var plan = FindPlan.Of(query, mainTags, coverage);
        if (plan.CannotMatch) yield break;

        var byIndex = index.SearchAsync(plan.ForIndex, ct);
        if (plan.ForIndex.First == FirstFile.Never)
        {
            await foreach (var match in byIndex) yield return new(match, default);
            yield break;
        }

        var (skip, left) = plan.PagesItself ? (query.Since, query.Limit ?? long.MaxValue) : (0, long.MaxValue);
        await foreach (var found in InspectAsync(plan, byIndex, read, strict, ct))
        {
            if (left == 0) yield break;
            if (skip > 0)
            {
                skip--;
                continue;
            }
            yield return found;
            if (--left == 0) yield break;
        }
    }

    /// <summary>The same for a search that requests no tag that only files have, and so reads none for its answers.</summary>
    public IAsyncEnumerable<Match> SearchAsync(FindQuery query, CancellationToken ct = default)
    {
        // A list of a million ids goes through as few hands as it can.
        var plan = FindPlan.Of(query, mainTags, coverage);
        return !plan.CannotMatch && plan.ForIndex.First == FirstFile.Never ? index.SearchAsync(plan.ForIndex, ct) : MatchesAsync(query, ct);
    }

    /// <summary>How many resources fit. Reads files only where main tags were none yet when a resource was stored.</summary>
    public async Task<long> CountAsync(FindQuery query, CancellationToken ct)
    {
        var plan = FindPlan.Of(query with { Parts = MatchParts.None, Requested = [], Order = [], Since = 0, Limit = null,
            MostCandidates = null }, mainTags, coverage);
        if (plan.CannotMatch) return 0;
        if (!plan.PagesItself) return await index.CountAsync(plan.ForIndex.Find, ct);
        var count = 0L;
        await foreach (var _ in InspectAsync(plan, index.SearchAsync(plan.ForIndex, ct), static (_, _) => false, strict: false, ct))
            count++;
        return count;
    }

    private async IAsyncEnumerable<Match> MatchesAsync(FindQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var found in SearchAsync(query, static (_, _) => false, ct: ct)) yield return found.Match;
    }

    private async IAsyncEnumerable<Found<T>> InspectAsync<T>(
        FindPlan plan, IAsyncEnumerable<Match> candidates, Func<DicomDataset, IReadOnlyList<DicomTag>, T> read, bool strict,
        [EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var window = new Queue<Task<Found<T>?>>();
        try
        {
            await foreach (var match in candidates.WithCancellation(ct))
            {
                window.Enqueue(plan.NeedsFile(match) ? Task.Run(() => InspectAsync(plan, match, read, strict, stop.Token), stop.Token)
                    : Task.FromResult<Found<T>?>(new(match, default)));
                if (window.Count == FilesAtOnce && await window.Dequeue() is { } found) yield return found;
            }
            while (window.TryDequeue(out var next))
                if (await next is { } found) yield return found;
        }
        finally
        {
            await stop.CancelAsync();
            foreach (Task task in window)
                await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task<Found<T>?> InspectAsync<T>(FindPlan plan, Match match, Func<DicomDataset, IReadOnlyList<DicomTag>, T> read,
        bool strict, CancellationToken ct)
    {
        var decides = plan.IsUndecided(match);
        if (match.First is not { } file) return decides ? null : new(match, default);

        var wanted = plan.WantedOfFile(match);
        Found<T>? found = null;
        bool Look(DicomFile dicom)
        {
            found = decides && !plan.Fits(match, dicom.Dataset)
                ? null : new(match, wanted.Count == 0 ? default : read(dicom.Dataset, wanted));
            return true;
        }

        var isRead = strict ? await files.UseAsync(file, Look, ct) : await files.TryUseAsync(file, Look, ct);
        return isRead ? found : decides ? null : new(match, default);
    }
}
