using EventDicom.Api.Tests.Jobs;
using JasperFx.Events;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace EventDicom.Api.Tests.History;

/// <summary>The events of a server that runs in this process, as an auditor reads them.</summary>
internal static class EventHistory
{
    /// <summary>What happened to one thing, in its order.</summary>
    public static async Task<IReadOnlyList<IEvent>> StreamAsync(this JobServer server, string stream)
    {
        await using var session = server.Services.GetRequiredService<IDocumentStore>().QuerySession();
        return await session.Events.FetchStreamAsync(stream);
    }

    public static async Task<IReadOnlyList<IEvent>> EventsAsync(this JobServer server)
    {
        await using var session = server.Services.GetRequiredService<IDocumentStore>().QuerySession();
        return await session.Events.QueryAllRawEvents().OrderBy(@event => @event.Sequence).ToListAsync();
    }

    public static IReadOnlyList<T> Of<T>(this IEnumerable<IEvent> events) => [.. events.Select(@event => @event.Data).OfType<T>()];
}
