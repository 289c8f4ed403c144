using JasperFx.Events;
using Marten;

namespace EventDicom.Domain;

/// <summary>Says with each event who brought it about, why and from where: the one place that does.</summary>
internal static class EventMetadata
{
    public static IEvent Build(IDocumentSession session, object data, Origin origin)
    {
        var @event = session.Events.BuildEvent(data);
        @event.UserName = origin.User;
        @event.CorrelationId = origin.CorrelationId;
        @event.SetHeader("origin", origin.Kind.ToString());
        if (origin.RemoteIp is { } ip) @event.SetHeader("remoteIp", ip);
        if (origin.CallingAet is { } calling) @event.SetHeader("callingAet", calling);
        if (origin.CalledAet is { } called) @event.SetHeader("calledAet", called);
        return @event;
    }
}
