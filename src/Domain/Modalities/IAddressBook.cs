namespace EventDicom.Domain.Modalities;

/// <summary>
/// Whom we know by a symbolic name: modalities, peers or DICOMweb servers. In memory, or in the events and on every node, as
/// <c>DicomModalitiesInDatabase</c>, <c>OrthancPeersInDatabase</c> and <c>DicomWeb.ServersInDatabase</c> say.
/// </summary>
public interface IAddressBook<T>
    where T : class
{
    /// <summary>All, by name, in ordinal order of the names.</summary>
    Task<IReadOnlyList<KeyValuePair<string, T>>> ListAsync(CancellationToken ct);

    /// <returns><c>null</c> when nobody has the name.</returns>
    Task<T?> FindAsync(string name, CancellationToken ct);

    /// <summary>Decides about one name while nobody else changes it, and keeps what comes of it.</summary>
    /// <returns><c>null</c> when it was accepted.</returns>
    Task<Refused?> ChangeAsync(IRemoteChange<T> change, CancellationToken ct);
}

/// <summary>A command about one name.</summary>
public interface IRemoteChange<T>
    where T : class
{
    string Name { get; }

    Origin Origin { get; }

    /// <summary>What the name means once the decision is accepted; <c>null</c> when it means nobody any more.</summary>
    T? Successor { get; }

    /// <param name="known">What the name means now.</param>
    Decision Decide(T? known, DateTimeOffset now);
}
