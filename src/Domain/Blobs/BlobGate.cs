namespace EventDicom.Domain.Blobs;

/// <summary>
/// Keeps storing and removing apart within a node. Held while bytes are stored, until the event that names them is committed,
/// and while bytes are removed that no event names.
/// </summary>
public sealed class BlobGate : IDisposable
{
    private readonly SemaphoreSlim _free = new(1, 1);

    /// <returns>Disposed of to leave.</returns>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        return new Stay(_free);
    }

    public void Dispose() => _free.Dispose();

    private sealed class Stay(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
