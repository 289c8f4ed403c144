using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using EventDicom.Dimse.Associations;
using EventDicom.Domain.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventDicom.Dimse.Scp;

/// <summary>
/// Listens for associations, and has each served. Listens from its start on, or not at all; when it stops, what waits for a peer ends at
/// once.
/// </summary>
public sealed class DicomServer(
    DicomServerOptions options, DicomTlsOptions tls, ScpLimits limits, DicomBinding binding, ScpConversation conversation,
    ILogger<DicomServer> logger)
    : IHostedService, IDisposable
{
    // As long as nothing is there to read, a connection costs a socket; so many more than associations may wait to be told that there are
    // too many.
    private const int Backlog = 128;

    private static readonly TimeSpan s_artim = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_breath = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _counting = new();
    private readonly Dictionary<IPAddress, int> _peers = [];
    private readonly HashSet<Task> _conversations = [];
    private readonly List<TcpListener> _listeners = [];
    private readonly List<Task> _accepting = [];
    private SslServerAuthenticationOptions? _tls;

    /// <summary>The port that it listens on; <c>null</c> where it does not.</summary>
    public int? Port => _listeners is [var listener, ..] ? ((IPEndPoint)listener.LocalEndpoint).Port : null;

    private AssociationOptions Association { get; } = new()
    {
        MaximumPduLength = options.MaximumPduLength,
        MaximumDataSetSize = limits.DataSetSize,
        Patience = options.DicomScpTimeout == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(options.DicomScpTimeout),
        Artim = options.DicomScpTimeout is > 0 and var timeout && timeout < s_artim.TotalSeconds ? TimeSpan.FromSeconds(timeout) : s_artim,
    };

    /// <exception cref="IOException">The port cannot be had.</exception>
    /// <exception cref="InvalidDataException">A file of TLS makes no sense.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.DicomServerEnabled) return Task.CompletedTask;
        if (tls.DicomTlsEnabled) _tls = DicomTls.OfServer(tls);
        foreach (var address in binding.Addresses) Listen(address);
        foreach (var listener in _listeners) _accepting.Add(AcceptAsync(listener));
        return Task.CompletedTask;
    }

    /// <summary>Takes no more associations, and waits for what is under way.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        foreach (var listener in _listeners) listener.Stop();
        Task[] open;
        lock (_counting) open = [.. _conversations];
        try
        {
            await Task.WhenAll([.. _accepting, .. open]).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // They took too long, and end with the process.
        }
    }

    public void Dispose()
    {
        foreach (var listener in _listeners) listener.Dispose();
        _stop.Dispose();
    }

    private void Listen(IPAddress address)
    {
        var port = _listeners is [] ? options.DicomPort : Port!.Value;
        var listener = new TcpListener(address, port);
        try
        {
            if (address.Equals(IPAddress.IPv6Any)) listener.Server.DualMode = true;
            listener.Start(Backlog);
        }
        catch (SocketException refused)
        {
            listener.Dispose();
            throw new IOException(
                $"The DICOM server cannot listen on {new IPEndPoint(address, port)}: {refused.Message}. \"DicomPort\" says where", refused);
        }
        _listeners.Add(listener);
        Log.Listening(logger, options.DicomAet, listener.LocalEndpoint);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Begin(await listener.AcceptSocketAsync(_stop.Token));
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException failure)
            {
                Log.CannotAccept(logger, failure);
                await Task.WhenAny(Task.Delay(s_breath, _stop.Token));
            }
        }
    }

    private void Begin(Socket socket)
    {
        var address = (socket.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        int all, ofPeer;
        lock (_counting)
        {
            ofPeer = _peers[address] = _peers.GetValueOrDefault(address) + 1;
            all = _peers.Values.Sum();
        }

        var isFull = all > limits.Associations || ofPeer > limits.AssociationsPerPeer;
        if (all > limits.Associations * 2)
        {
            Log.TooManyConnections(logger, address);
            socket.Dispose();
            Leave(address);
            return;
        }

        var conversation = Task.Run(() => ConverseAsync(socket, address, isFull));
        lock (_counting) _conversations.Add(conversation);
        _ = conversation.ContinueWith(ended =>
        {
            Leave(address);
            lock (_counting) _conversations.Remove(ended);
        }, TaskScheduler.Default);
    }

    private void Leave(IPAddress address)
    {
        lock (_counting)
        {
            if (--_peers[address] == 0) _peers.Remove(address);
        }
    }

    private async Task ConverseAsync(Socket socket, IPAddress address, bool isFull)
    {
        try
        {
            socket.NoDelay = true;
            await using var plain = new PromptNetworkStream(socket);
            await using var secure = await SecureAsync(plain);
            await conversation.RunAsync(secure ?? (Stream)plain, address, isFull, Association, _stop.Token);
        }
        catch (Exception failure) when (failure is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            socket.Dispose();
            if (!_stop.IsCancellationRequested) Log.NotOpened(logger, address, failure.Message);
        }
    }

    private async Task<SslStream?> SecureAsync(NetworkStream plain)
    {
        if (_tls is null) return null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(Association.Artim);
        var secure = new SslStream(plain);
        try
        {
            await secure.AuthenticateAsServerAsync(_tls, patience.Token);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }
}
