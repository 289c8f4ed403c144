namespace EventDicom.Domain.Labels;

/// <summary>Gives resources the labels of those that they were made from.</summary>
public sealed class LabelCopying(ResourceLedger ledger, IResources resources)
{
    /// <summary>May be done again: labels that are there already stay.</summary>
    public async Task RunAsync(IEnumerable<(ResourceLevel Level, OrthancId Source, OrthancId Result)> made, Origin origin,
        CancellationToken ct)
    {
        foreach (var level in made.Where(resource => resource.Source != resource.Result).Distinct().GroupBy(resource => resource.Level))
        {
            var labels = await resources.LabelsAsync(level.Key, [.. level.Select(resource => resource.Source).Distinct()], ct);
            foreach (var (_, source, result) in level)
                foreach (var label in labels.GetValueOrDefault(source) ?? [])
                    // one that is gone needs none
                    await ledger.RunAsync(new LabelResource(level.Key, result, label, Present: true, origin), ct);
        }
    }
}
