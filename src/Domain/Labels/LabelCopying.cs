using EventDicom.Domain.Resources;

namespace EventDicom.Domain.Labels;

/// <summary>Gives resources the labels of those that they were made from.</summary>
public sealed class LabelCopying(Ledger ledger, IResources resources, ArchiveClock clock)
{
    /// <summary>May be done again: labels that are there already stay.</summary>
    public async Task RunAsync(IEnumerable<(ResourceLevel Level, OrthancId Source, OrthancId Result)> made, Origin origin, CancellationToken cancellation)
    {
        foreach (var level in made.Where(resource => resource.Source != resource.Result).Distinct().GroupBy(resource => resource.Level))
        {
            var labels = await resources.LabelsAsync(level.Key, [.. level.Select(resource => resource.Source).Distinct()], cancellation);
            foreach (var (_, source, result) in level)
                foreach (var label in labels.GetValueOrDefault(source) ?? [])
                    await LabelResourceHandler.HandleAsync(new(level.Key, result, label, Present: true, origin), ledger, resources, clock, cancellation);
        }
    }
}
