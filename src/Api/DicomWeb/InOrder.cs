using System.Runtime.CompilerServices;

namespace EventDicom.Api.DicomWeb;

/// <summary>Work on several things at a time whose results come in the order of the things.</summary>
internal static class InOrder
{
    /// <summary>Results as they are wanted. Whoever stops early leaves nothing running, and no result that is not disposed of.</summary>
    /// <param name="atOnce">How many are worked on, or wait to be taken, at a time.</param>
    /// <param name="work">Its result, which may be <c>null</c>, is the reader's to dispose of.</param>
    public static async IAsyncEnumerable<TResult> SelectAsync<T, TResult>(
        IAsyncEnumerable<T> things, int atOnce, Func<T, CancellationToken, Task<TResult>> work,
        [EnumeratorCancellation] CancellationToken ct)
        where TResult : IDisposable?
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var window = new Queue<Task<TResult>>();
        try
        {
            await foreach (var thing in things.WithCancellation(ct))
            {
                if (window.Count >= atOnce) yield return await window.Dequeue();
                window.Enqueue(Task.Run(() => work(thing, stop.Token), stop.Token));
            }
            while (window.TryDequeue(out var next)) yield return await next;
        }
        finally
        {
            await stop.CancelAsync();
            foreach (var left in window)
            {
                await ((Task)left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                if (left.IsCompletedSuccessfully) left.Result?.Dispose();
            }
        }
    }
}
