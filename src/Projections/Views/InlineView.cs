using JasperFx.Events;
using Marten;
using Marten.Events.Projections;

namespace EventDicom.Projections.Views;

/// <summary>A view that changes in the transaction that appends the events: whoever asks after it sees them, on any node.</summary>
public abstract class InlineView : View, IProjection
{
    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        // Most transactions are none of the business of most views.
        if (!ConcernsAny(events)) return Task.CompletedTask;

        ViewLock.Share(operations);
        foreach (var statement in Fold(ViewSchema.Name, events)) operations.QueueOperation(new ViewOperation(statement));
        return Task.CompletedTask;
    }

    /// <summary>The statements that bring the view from before these events to after them, whatever other events are among them.</summary>
    /// <param name="schema">Where the tables lie.</param>
    public abstract IEnumerable<ViewStatement> Fold(string schema, IReadOnlyList<IEvent> events);
}
