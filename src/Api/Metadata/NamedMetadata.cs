using EventDicom.Domain.Metadata;

namespace EventDicom.Api.Metadata;

/// <summary>Metadata as clients name them.</summary>
internal static class NamedMetadata
{
    /// <summary>The number that a word of a path stands for.</summary>
    /// <exception cref="OrthancException">Error 7: no metadata is called so.</exception>
    public static int Demand(this MetadataNames names, string name) =>
        names.NumberOf(name) ?? throw new OrthancException(OrthancError.InexistentItem, $"No metadata has this name: {name}");

    /// <summary>Values under their names, sorted by these.</summary>
    public static IReadOnlyDictionary<string, string> Named(this MetadataNames names, IReadOnlyDictionary<int, KeptValue> values) =>
        new SortedDictionary<string, string>(values.ToDictionary(value => names.NameOf(value.Key), value => value.Value.Text),
            StringComparer.Ordinal);
}
