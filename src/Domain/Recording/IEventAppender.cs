using JasperFx.Events;
using Npgsql;

namespace EventDicom.Domain.Recording;

/// <summary>Appends events to their streams, and changes what follows them at once: the seam between what is decided and the
/// database.</summary>
public interface IEventAppender
{
    /// <summary>Numbers the events in the order given. Their streams may be new or not.</summary>
    /// <param name="events">Each with its stream and metadata.</param>
    Task AppendAsync(NpgsqlTransaction transaction, IReadOnlyList<IEvent> events, CancellationToken ct);
}
