using JasperFx.Events;
using Weasel.Postgresql.Tables;

namespace EventDicom.Projections.Views;

/// <summary>
/// A question that clients ask, answered from tables that hold nothing but what the events say. One class for each, with its tables, its
/// events and its fold; <see cref="ViewCatalog"/> is the only other place that knows it.
/// </summary>
public abstract class View
{
    /// <summary>The types of events that change it.</summary>
    public abstract IReadOnlySet<Type> Events { get; }

    /// <summary>Its tables.</summary>
    /// <param name="schema">The schema in use, or one that a rebuild fills beside it.</param>
    public abstract IEnumerable<Table> TablesIn(string schema);

    /// <summary>Whether any of these events changes it.</summary>
    public bool ConcernsAny(IReadOnlyList<IEvent> events) => events.Any(Concerns);

    protected bool Concerns(IEvent @event) => Events.Contains(@event.EventType);
}
