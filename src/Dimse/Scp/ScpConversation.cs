using System.Collections.Frozen;
using System.Net;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;
using Microsoft.Extensions.Logging;

namespace EventDicom.Dimse.Scp;

/// <summary>Speaks with one peer from its request to the end of the association.</summary>
public sealed class ScpConversation(
    IEnumerable<IScpService> services, CallerRules access, Negotiation negotiation, ILogger<ScpConversation> logger)
{
    private readonly FrozenSet<string> _services = services.SelectMany(service => service.SopClasses).ToFrozenSet();
    private readonly IScpService[] _all = [.. services];

    /// <param name="isFull">Whether there are so many associations that this one is rejected, whoever it is.</param>
    /// <param name="stop">Ends what waits for the peer; what is under way goes on to its response.</param>
    public async Task RunAsync(Stream connection, IPAddress? address, bool isFull, AssociationOptions options, CancellationToken stop)
    {
        Caller? caller = null;
        Association association;
        try
        {
            association = await Association.AcceptAsync(connection, address, DecideAsync, options, stop);
        }
        catch (Exception refusal) when (refusal is AssociationEndedException or AssociationRejectedException or OperationCanceledException)
        {
            if (refusal is AssociationEndedException) Log.NotOpened(logger, address, refusal.Message);
            return;
        }
        catch (Exception unforeseen)
        {
            Log.Failed(logger, "", caller?.Aet ?? "", address, unforeseen);
            return;
        }

        await using (association)
        {
            var user = association.Peer.Identity?.Name;
            Log.Opened(
                logger, association.Id, association.CallingAet, address, association.CalledAet, user);
            await ServeAsync(new(association, caller!, options.Patience, stop));
        }

        async ValueTask<AssociationAnswer> DecideAsync(Association incoming)
        {
            RejectReason reason;
            (caller, reason) = isFull ? (null, RejectReason.LocalLimitExceeded)
                : await access.ReceiveAsync(incoming.Request, incoming.RemoteAddress, stop);
            if (caller is not null)
                return negotiation.Answer(
                    incoming.Request, _services, offersGet: _all.Any(service => service.Request == CommandField.CGetRequest));
            Log.Rejected(logger, incoming.Id, incoming.CallingAet, address, incoming.CalledAet, reason);
            return new AssociationAnswer.Reject(new(isFull ? RejectResult.Transient : RejectResult.Permanent, reason));
        }
    }

    private async Task ServeAsync(ScpSession session)
    {
        var (id, aet, address) = (session.Association.Id, session.Association.CallingAet, session.Association.RemoteAddress);
        try
        {
            while (await session.NextAsync() is { } message)
            {
                Log.Received(logger, message.Command, aet, id);
                await AnswerAsync(session, message);
            }
            Log.Released(logger, id, aet, address);
        }
        catch (AssociationEndedException ended)
        {
            Log.Ended(logger, id, aet, address, ended.End, ended.Message);
        }
        catch (OperationCanceledException)
        {
            Log.Ended(logger, id, aet, address, AssociationEnd.AbortedByUs, "The server stops");
        }
        catch (Exception failure)
        {
            Log.Failed(logger, id, aet, address, failure);
        }
    }

    private async Task AnswerAsync(ScpSession session, ReceivedMessage message)
    {
        var request = message.Command.Field;
        if (!access.Allows(session.Caller, request, message.Context.AbstractSyntax))
        {
            Log.NotAllowed(logger, request, session.Association.CallingAet, session.Association.RemoteAddress, session.Association.Id);
            await session.Association.AbortAsync();
            return;
        }

        // What was to be cancelled is over already, and a cancellation has no response (PS3.7 section 9.3.2.3).
        if (request == CommandField.CCancelRequest) return;
        if (message.Command.IsResponse)
        {
            await session.Association.AbortAsync();
            return;
        }

        if (ServiceOf(request, message.Context.AbstractSyntax) is { } service)
            await service.AnswerAsync(session, message);
        else
            await session.RespondAsync(message, DimseStatus.UnrecognizedOperation);
    }

    private IScpService? ServiceOf(CommandField request, string sopClass) => Array.Find(
        _all, service => service.Request == request
            && (service.SopClasses is [] ? !_services.Contains(sopClass) : service.SopClasses.Contains(sopClass)));
}
