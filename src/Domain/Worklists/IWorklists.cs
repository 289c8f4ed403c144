namespace EventDicom.Domain.Worklists;

/// <summary>
/// The worklists that there are: in a folder, where others may write files too, or in the events and on every node, as the configuration
/// says.
/// </summary>
public interface IWorklists
{
    /// <summary>All of them, read one after the other.</summary>
    IAsyncEnumerable<Worklist> ListAsync(CancellationToken ct);

    /// <summary>Those that match a query, read one after the other.</summary>
    IAsyncEnumerable<Worklist> FindAsync(WorklistQuery query, CancellationToken ct);

    /// <returns><c>null</c> when there is none of that name.</returns>
    Task<Worklist?> FindAsync(string id, CancellationToken ct);

    /// <returns><c>null</c> when it is saved.</returns>
    Task<Refused?> SaveAsync(SaveWorklist command, CancellationToken ct);

    /// <returns><c>null</c> when it is gone, or was replaced meanwhile. Error 17 when there is none of that name.</returns>
    Task<Refused?> DeleteAsync(DeleteWorklist command, CancellationToken ct);
}
