using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>
/// Many associations at once that store instances of 12 KB until each is acknowledged, whatever comes between: some of them break off in
/// the middle of one, by an abort or by a connection that is gone.
/// </summary>
/// <param name="port">Of the server.</param>
/// <param name="first">Number of the first instance; each has others than those before.</param>
internal sealed class SoakLoad(int port, int first, int count, int associations, int seed)
{
    private const int OfOnePatient = 200, MostInOneAssociation = 40, BreaksOffOneIn = 25;

    // dcmtk's SCPs bear it too; and a server that is down is asked again not at once.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<int> _left = new(Enumerable.Range(first, count));
    private readonly ConcurrentBag<int> _acknowledged = [];
    private int _aborted, _dropped, _lost;

    public IReadOnlyCollection<int> Acknowledged => _acknowledged;

    public string Broken => string.Create(
        CultureInfo.InvariantCulture, $"{_aborted} aborted, {_dropped} dropped, {_lost} lost or refused");

    public int BrokenOff => _aborted + _dropped;

    public static SyntheticInstance Instance(int number) =>
        SyntheticInstance.Create(1 + (number / OfOnePatient), instance: 1 + number).WithImage(96, 60);

    public static string IdOf(int number)
    {
        var patient = 1 + (number / OfOnePatient);
        return Domain.OrthancId.OfInstance(
            $"SYN{patient}", $"2.25.1000.{patient}.1", $"2.25.1000.{patient}.1.1", $"2.25.1000.{patient}.1.1.{1 + number}").Value;
    }

    /// <summary>Sends everything, until it is acknowledged.</summary>
    /// <param name="ct">Gives up.</param>
    public Task RunAsync(CancellationToken ct) => Task.WhenAll(Enumerable.Range(0, associations).Select(one => Task.Run(async () =>
    {
        var random = new Random(seed + one);
        while (_acknowledged.Count < count)
        {
            ct.ThrowIfCancellationRequested();
            if (!await AssociateAsync(random)) await Task.Delay(s_pause, ct);
        }
    }, ct)));

    /// <returns>Whether there was something to do, and the server did it.</returns>
    private async Task<bool> AssociateAsync(Random random)
    {
        if (!_left.TryDequeue(out var number)) return false;
        var isOpen = true;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            await using var association = await Association.RequestAsync(
                new NetworkStream(socket), IPAddress.Loopback,
                new()
                {
                    CallingAet = "SOAK", CalledAet = "ORTHANC",
                    Contexts = [new(1, SyntheticInstance.SecondaryCapture, [DicomUID.ExplicitVRLittleEndian])],
                },
                new(), CancellationToken.None);
            for (var sent = random.Next(1, MostInOneAssociation); isOpen; sent--)
            {
                isOpen = await StoreAsync(association, socket, number, random);
                if (!isOpen) break;
                _acknowledged.Add(number);
                if (sent == 0 || !_left.TryDequeue(out number))
                {
                    await association.ReleaseAsync(CancellationToken.None);
                    return true;
                }
            }
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            Interlocked.Increment(ref _lost);
        }
        _left.Enqueue(number);
        return false;
    }

    /// <returns>Whether it is acknowledged.</returns>
    private async Task<bool> StoreAsync(Association association, Socket socket, int number, Random random)
    {
        var file = Instance(number).ToBytes();
        var dataSet = file[(144 + BitConverter.ToInt32(file, 140))..];
        var request = CommandSet.StoreRequest(
            1, SyntheticInstance.SecondaryCapture, $"2.25.1000.{1 + (number / OfOnePatient)}.1.1.{1 + number}");
        var breaks = random.Next(BreaksOffOneIn) == 0;
        var drops = breaks && random.Next(2) == 0;
        if (breaks)
        {
            using var half = new HalfStream(dataSet[..random.Next(dataSet.Length)], () => Break(socket, drops));
            try
            {
                await association.SendAsync(1, request, half);
            }
            catch (Exception broken) when (IsLoss(broken))
            {
                if (drops) Interlocked.Increment(ref _dropped);
                else Interlocked.Increment(ref _aborted);
            }
            return false;
        }

        using var whole = new MemoryStream(dataSet);
        await association.SendAsync(1, request, whole);
        return (await association.ReceiveAsync(CancellationToken.None))?.Command.Status == DimseStatus.Success;
    }

    private static bool IsLoss(Exception failure) => failure is IOException or SocketException or ObjectDisposedException;

    private static void Break(Socket socket, bool drops)
    {
        // Without a farewell, not even one of TCP.
        if (drops) socket.Close(0);
        throw new IOException("Enough of it");
    }

    /// <summary>Some bytes, and no end.</summary>
    private sealed class HalfStream(byte[] bytes, Action end) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == Length) end();
            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
