using System.Net.Sockets;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;
using EventDicom.Domain.Modalities;

namespace EventDicom.Dimse.Tests.Scu;

/// <summary>Somebody whom we call, and who answers as the test has it.</summary>
internal sealed class ScriptedPeer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Association, ReceivedMessage, Task> _answer;
    private readonly Func<AssociateRequest, AssociationAnswer> _decide;
    private int _associations;

    /// <param name="answer">To each message.</param>
    /// <param name="decide">To each request for an association; <c>null</c> accepts all of it.</param>
    public ScriptedPeer(Func<Association, ReceivedMessage, Task> answer, Func<AssociateRequest, AssociationAnswer>? decide = null)
    {
        (_answer, _decide) = (answer, decide ?? (request => Accept(request)));
        _listener.Start();
        _ = ListenAsync();
    }

    /// <summary>How many it has accepted.</summary>
    public int Associations => Volatile.Read(ref _associations);

    public CalledModality Called => new(
        new() { Aet = "PEER", Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port, Timeout = 5 }, "US");

    /// <param name="roles">What it answers of roles.</param>
    /// <param name="syntax">The transfer syntax that it takes; <c>null</c> for the first that is proposed.</param>
    public static AssociationAnswer Accept(AssociateRequest request, string? syntax = null, params IReadOnlyList<RoleSelection> roles) =>
        new AssociationAnswer.Accept(
            [
                .. request.Contexts.Select(context =>
                    new AnsweredContext(context.Id, ContextResult.Accepted, syntax ?? context.TransferSyntaxes[0])),
            ], roles);

    public static Task RespondAsync(Association association, ReceivedMessage message, DimseStatus status) =>
        association.SendAsync(message.Context.Id, CommandSet.ResponseTo(message.Command, status));

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var socket = await _listener.AcceptSocketAsync(_stop.Token);
            _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var association = await Association.AcceptAsync(
                new NetworkStream(socket, ownsSocket: true), IPAddress.Loopback, incoming => new(_decide(incoming.Request)), new(),
                _stop.Token);
            Interlocked.Increment(ref _associations);
            while (await association.ReceiveAsync(_stop.Token) is { } message) await _answer(association, message);
        }
        catch (Exception over) when (over is IOException or OperationCanceledException)
        {
            // The test has ended it, or the side that is tested.
        }
    }
}
