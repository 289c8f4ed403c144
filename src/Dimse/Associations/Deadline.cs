namespace EventDicom.Dimse.Associations;

/// <summary>A clock for one thing at a time. Once it has run down, it stays so, and what it guards is over.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public bool HasRunDown => _source.IsCancellationRequested;

    public CancellationToken Token => _source.Token;

    /// <param name="patience"><see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    public void Start(TimeSpan patience) => _source.CancelAfter(patience);

    public void Stop() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose() => _source.Dispose();
}
