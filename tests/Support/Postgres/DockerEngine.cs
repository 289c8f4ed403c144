using System.Net;
using System.Net.Sockets;

namespace EventDicom.Support.Postgres;

/// <summary>Whether a Docker engine answers where its clients look for one.</summary>
internal static class DockerEngine
{
    private const int PatienceMs = 2000;

    private static readonly Lazy<bool> s_answer = new(Ping);

    public static bool Answers => s_answer.Value;

    private static bool Ping()
    {
        var host = Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } named ? named : "unix:///var/run/docker.sock";
        if (!Uri.TryCreate(host, UriKind.Absolute, out var address)) return false;
        try
        {
            using var socket = address.Scheme == "unix"
                ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                : new Socket(SocketType.Stream, ProtocolType.Tcp);
            EndPoint endpoint = address.Scheme == "unix"
                ? new UnixDomainSocketEndPoint(address.AbsolutePath)
                : new DnsEndPoint(address.Host, address.Port);
            socket.SendTimeout = socket.ReceiveTimeout = PatienceMs;
            if (!socket.ConnectAsync(endpoint).Wait(PatienceMs)) return false;

            socket.Send("GET /_ping HTTP/1.0\r\n\r\n"u8);
            var reply = new byte[64];
            return reply.AsSpan(0, socket.Receive(reply)).IndexOf(" 200 "u8) >= 0;
        }
        catch (Exception e) when (e is SocketException or AggregateException)
        {
            return false;
        }
    }
}
