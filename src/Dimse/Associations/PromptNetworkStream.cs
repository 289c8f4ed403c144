using System.Net.Sockets;

namespace EventDicom.Dimse.Associations;

/// <summary>
/// Has what arrives acknowledged at once. Toolkits write the command and the data set of a C-STORE one after the other and leave Nagle's
/// algorithm on (RFC 1122 4.2.3.4), so that the second waits for the acknowledgement of the first, which Linux puts off for 40 ms where
/// both sides take turns.
/// </summary>
internal sealed class PromptNetworkStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    // TCP_QUICKACK of tcp(7), which .NET has no name for. It lasts until the next turn.
    private const int Tcp = 6, QuickAck = 12;

    private static readonly bool s_isLinux = OperatingSystem.IsLinux();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        if (s_isLinux) Socket.SetRawSocketOption(Tcp, QuickAck, [1, 0, 0, 0]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}
