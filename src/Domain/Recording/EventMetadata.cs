using EventDicom.Domain.Measuring;
using JasperFx.Events;
using Marten;

namespace EventDicom.Domain.Recording;

/// <summary>
/// Says with each event who brought it about, why and from where: the one place that does. Every event has a correlation (the request that
/// it goes back to) and a causation (the request or the step of a job that it comes from directly).
/// </summary>
internal static class EventMetadata
{
    public static IEvent Build(IDocumentSession session, object data, Origin origin)
    {
        var @event = session.Events.BuildEvent(data);
        @event.UserName = origin.User;
        // What nobody asked for goes back to the transaction in which the server did it.
        @event.CorrelationId = origin.CorrelationId ?? (session.CorrelationId ??= $"server/{Guid.NewGuid()}");
        @event.CausationId = origin.CausationId ?? @event.CorrelationId;
        @event.SetHeader("origin", origin.Kind.ToString());
        if (origin.RemoteIp is { } ip) @event.SetHeader("remoteIp", ip);
        if (origin.CallingAet is { } calling) @event.SetHeader("callingAet", calling);
        if (origin.CalledAet is { } called) @event.SetHeader("calledAet", called);
        if ((origin.TraceParent ?? Spans.Current) is { } trace) @event.SetHeader("traceparent", trace);
        return @event;
    }
}
