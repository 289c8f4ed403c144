using System.Net.Sockets;

namespace EventDicom.Dimse.Tests;

/// <summary>Both ends of one TCP connection.</summary>
internal sealed class Connection : IDisposable
{
    private Connection(NetworkStream requestor, NetworkStream acceptor) => (Requestor, Acceptor) = (requestor, acceptor);

    public NetworkStream Requestor { get; }

    public NetworkStream Acceptor { get; }

    public static async Task<Connection> OpenAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(listener.LocalEndpoint);
        var accepted = await listener.AcceptSocketAsync();
        accepted.NoDelay = true;
        return new(new(socket, ownsSocket: true), new(accepted, ownsSocket: true));
    }

    public void Dispose()
    {
        Requestor.Dispose();
        Acceptor.Dispose();
    }
}
