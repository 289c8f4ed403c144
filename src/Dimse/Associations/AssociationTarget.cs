using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace EventDicom.Dimse.Associations;

/// <summary>Whom to connect to.</summary>
/// <param name="Tls"><c>null</c> for a connection without TLS.</param>
public sealed record AssociationTarget(string Host, int Port, SslClientAuthenticationOptions? Tls = null)
{
    public override string ToString() => $"{Host}:{Port}";

    internal async Task<(Stream Stream, IPAddress? Address)> ConnectAsync(CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(Host, Port, ct);
            var stream = new PromptNetworkStream(socket);
            var address = (socket.RemoteEndPoint as IPEndPoint)?.Address;
            if (Tls is null) return (stream, address);

            var tls = new SslStream(stream);
            await tls.AuthenticateAsClientAsync(Tls, ct);
            return (tls, address);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
