using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventDicom.Support;

/// <summary>
/// Ports of the loopback interface, for servers that listen a moment later, and again after a kill. None is given out twice, and none is
/// among those from which the kernel takes the ports of clients: by then it could be that of a connection which another test has made.
/// </summary>
public static class FreePort
{
    private const int Lowest = 15_000, Fewest = 5_000;

    private static readonly int s_count = Math.Max(Fewest, FirstOfClients() - Lowest);

    // Other test processes on the machine begin elsewhere.
    private static int s_last = Random.Shared.Next(s_count);

    /// <exception cref="SocketException">All are taken.</exception>
    public static int Next()
    {
        for (var tries = 1; ; tries++)
        {
            var port = Lowest + (int)((uint)Interlocked.Increment(ref s_last) % (uint)s_count);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException) when (tries < s_count)
            {
                // Somebody listens there.
            }
        }
    }

    private static int FirstOfClients()
    {
        try
        {
            return int.Parse(File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split('\t')[0], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return Lowest; // Not told, as in some containers.
        }
    }
}
