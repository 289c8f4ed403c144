using System.Net;
using EventDicom.Dicom;
using EventDicom.Dimse.Pdus;

namespace EventDicom.Dimse.Associations;

public sealed partial class Association
{
    /// <summary>Connects to a peer and asks it for an association.</summary>
    /// <exception cref="AssociationRejectedException">The peer does not want it.</exception>
    /// <exception cref="AssociationEndedException">There is nobody, or none that answers as the protocol wants.</exception>
    public static async Task<Association> OpenAsync(
        AssociationTarget target, AssociateRequest request, AssociationOptions options, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(options.Artim);
        (Stream Stream, IPAddress? Address) connection;
        try
        {
            connection = await target.ConnectAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new AssociationEndedException(AssociationEnd.TimedOut, $"{target} does not answer");
        }
        catch (Exception failure) when (
            failure is IOException or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException)
        {
            throw new AssociationEndedException(AssociationEnd.ConnectionLost, $"Cannot connect to {target}: {failure.Message}", failure);
        }
        return await RequestAsync(connection.Stream, connection.Address, request, options, ct);
    }

    /// <summary>Asks for an association over a connection that is open. The connection is closed with the association.</summary>
    /// <inheritdoc cref="OpenAsync"/>
    public static async Task<Association> RequestAsync(
        Stream connection, IPAddress? remote, AssociateRequest request, AssociationOptions options, CancellationToken ct)
    {
        var association = new Association(connection, isRequestor: true, options, remote);
        try
        {
            await association.RequestAsync(request, ct);
            return association;
        }
        catch
        {
            await association.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for the request of whoever has connected, and answers it. The connection is closed with the association.</summary>
    /// <param name="decide">Gets the request, and the association for its address and id.</param>
    /// <exception cref="AssociationRejectedException">The answer was no.</exception>
    /// <exception cref="AssociationEndedException">Nobody asked, or not as the protocol wants.</exception>
    public static async Task<Association> AcceptAsync(
        Stream connection, IPAddress? remote, Func<Association, ValueTask<AssociationAnswer>> decide, AssociationOptions options,
            CancellationToken ct)
    {
        var association = new Association(connection, isRequestor: false, options, remote);
        try
        {
            await association.AcceptAsync(decide, ct);
            return association;
        }
        catch
        {
            await association.DisposeAsync();
            throw;
        }
    }

    private async Task RequestAsync(AssociateRequest request, CancellationToken ct)
    {
        Request = request with { User = request.User with { MaximumLength = (uint)_options.MaximumPduLength } };
        Step(AssociationEvent.AssociateRequested);
        Step(AssociationEvent.ConnectionConfirmed);
        await SendAsync(PduWriter.Write(Request));

        if (await NextAsync(_options.Artim, ct) == AssociationAction.AE4)
        {
            _transport.Close();
            throw new AssociationRejectedException((AssociateReject)_received!);
        }
        var accept = (AssociateAccept)_received!;
        Agree(accept.Contexts, accept.User.Roles, accept.User);
    }

    private async Task AcceptAsync(Func<Association, ValueTask<AssociationAnswer>> decide, CancellationToken ct)
    {
        Step(AssociationEvent.ConnectionIndicated);
        await NextAsync(_options.Artim, ct);
        Request = (AssociateRequest)_received!;
        if (RefusalOf(Request) is { } unanswerable) await RejectAsync(new(RejectResult.Permanent, unanswerable));

        switch (await decide(this))
        {
            case AssociationAnswer.Reject no:
                Step(AssociationEvent.RejectAnswered);
                await RejectAsync(no.Reason);
                break;
            case AssociationAnswer.Accept yes:
                if (Step(AssociationEvent.AcceptAnswered) == AssociationAction.None) throw IsOver();
                Agree(yes.Contexts, yes.Roles, Request.User);
                await SendAsync(PduWriter.Write(AcceptanceOf(yes)));
                break;
        }
    }

    private AssociateAccept AcceptanceOf(AssociationAnswer.Accept yes) => new()
    {
        CalledAet = CalledAet,
        CallingAet = CallingAet,
        Contexts = yes.Contexts,
        User = new()
        {
            MaximumLength = (uint)_options.MaximumPduLength,
            Roles = yes.Roles,
            // One operation at a time each way, as where no window is negotiated.
            OperationsWindow = Request.User.OperationsWindow is null ? null : new(1, 1),
            IdentityResponse = Request.User.Identity is { WantsResponse: true } ? ReadOnlyMemory<byte>.Empty : null,
        },
    };

    private async Task RejectAsync(AssociateReject reject)
    {
        await FarewellAsync(PduWriter.Write(reject));
        throw new AssociationRejectedException(reject);
    }

    private void Agree(IReadOnlyList<AnsweredContext> answered, IReadOnlyList<RoleSelection> roles, UserInformation peer)
    {
        Peer = peer;
        _longestSent = (int)Math.Min(peer.MaximumLength == 0 ? LongestSent : Math.Max(peer.MaximumLength, ShortestSent), LongestSent);
        var proposed = Request.Contexts.ToDictionary(context => context.Id, context => context.AbstractSyntax);
        var agreed = roles.DistinctBy(role => role.SopClass).ToDictionary(role => role.SopClass);
        foreach (var context in answered)
        {
            if (context.Result != ContextResult.Accepted || !proposed.TryGetValue(context.Id, out var sopClass)) continue;
            var role = agreed.GetValueOrDefault(sopClass, new(sopClass, Scu: true, Scp: false));
            _contexts[context.Id] = new(context.Id, sopClass, DicomTransferSyntax.Lookup(context.TransferSyntax), role.Scu, role.Scp);
        }
    }
}
