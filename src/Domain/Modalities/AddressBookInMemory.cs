using System.Collections.Immutable;

namespace EventDicom.Domain.Modalities;

/// <summary>Starts as the configuration has it and forgets with the process, so what changes here is no fact of the archive.</summary>
public sealed class AddressBookInMemory<T>(IReadOnlyDictionary<string, T> configured, TimeProvider time) : IAddressBook<T>
    where T : class
{
    private readonly Lock _changing = new();

    private volatile ImmutableSortedDictionary<string, T> _known = configured.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public Task<IReadOnlyList<KeyValuePair<string, T>>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<KeyValuePair<string, T>>>([.. _known]);

    public Task<T?> FindAsync(string name, CancellationToken cancellation) => Task.FromResult(_known.GetValueOrDefault(name));

    public Task<Decision> ChangeAsync(string name, T? successor, Func<T?, DateTimeOffset, Decision> decide, Origin origin, CancellationToken cancellation)
    {
        lock (_changing)
        {
            var decision = decide(_known.GetValueOrDefault(name), time.GetUtcNow());
            if (decision is Decision.Accepted { Facts: not [] }) _known = successor is null ? _known.Remove(name) : _known.SetItem(name, successor);
            return Task.FromResult(decision);
        }
    }
}
