using System.Collections.Immutable;

namespace EventDicom.Domain.Modalities;

/// <summary>Starts as the configuration has it and forgets with the process, so what changes here is no fact of the archive.</summary>
public sealed class AddressBookInMemory<T>(IReadOnlyDictionary<string, T> configured, TimeProvider time) : IAddressBook<T>
    where T : class
{
    private readonly Lock _changing = new();

    private volatile ImmutableSortedDictionary<string, T> _known = configured.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public Task<IReadOnlyList<KeyValuePair<string, T>>> ListAsync(CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<KeyValuePair<string, T>>>([.. _known]);

    public Task<T?> FindAsync(string name, CancellationToken ct) => Task.FromResult(_known.GetValueOrDefault(name));

    public Task<Refused?> ChangeAsync(IRemoteChange<T> change, CancellationToken ct)
    {
        lock (_changing)
        {
            if (!change.Decide(_known.GetValueOrDefault(change.Name), time.GetUtcNow()).IsRefused(out var refused, out var facts)
                && facts is not [])
                _known = change.Successor is { } successor ? _known.SetItem(change.Name, successor) : _known.Remove(change.Name);
            return Task.FromResult(refused);
        }
    }
}
