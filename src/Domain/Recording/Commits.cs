using Marten;
using Marten.Services;

namespace EventDicom.Domain.Recording;

/// <summary>
/// The one hook after a commit: tells whoever keeps something in memory, or waits, what this node has recorded. The <see cref="Ledger"/>
/// speaks up after each of its transactions, and Marten after each of those in which a job moves on. What other nodes commit is not heard
/// of.
/// </summary>
public sealed class Commits : DocumentSessionListenerBase
{
    /// <summary>Called after each commit, and after each attempt whose outcome is unknown, before the writer is answered. Must be quick,
    /// and not fail.</summary>
    public event Action<IReadOnlyList<object>>? Made;

    public void Tell(IReadOnlyList<object> events)
    {
        if (events.Count > 0) Made?.Invoke(events);
    }

    public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
    {
        Tell([.. commit.GetEvents().Select(@event => @event.Data)]);
        return Task.CompletedTask;
    }
}

/// <summary>The sessions of messages: what they commit is told to <see cref="Commits"/>. The ledger, whose sessions do not commit
/// themselves, has none of them.</summary>
public sealed class MessageSessions(IDocumentStore store, Commits commits) : SessionFactoryBase(store)
{
    public override SessionOptions BuildOptions() => new() { Tracking = DocumentTracking.None, Listeners = { commits } };
}
