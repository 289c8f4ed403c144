using System.Diagnostics;
using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;

namespace EventDicom.Dimse.Tests.Fuzz;

/// <summary>
/// Damaged conversations: whatever comes, an association ends in one of the ways that are foreseen, and soon.
/// <c>EVENTDICOM_FUZZ_ROUNDS</c> makes it longer.
/// </summary>
public sealed class SurvivingDamage
{
    private static readonly int s_rounds =
        int.TryParse(Environment.GetEnvironmentVariable("EVENTDICOM_FUZZ_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds
            : 3000;

    private static readonly AssociationOptions s_options = new() { Artim = TimeSpan.FromSeconds(20), Patience = TimeSpan.FromSeconds(20) };

    [Fact]
    public async Task of_a_whole_conversation()
    {
        var sound = Conversation();
        for (var seed = 0; seed < s_rounds; seed++)
        {
            var clock = Stopwatch.StartNew();
            using var wire = new RecordedStream(Damage(sound, new Random(seed)));
            try
            {
                await using var association = await Association.AcceptAsync(
                    wire, null, Pair.AcceptFirstAsync, s_options, CancellationToken.None);
                while (await association.ReceiveAsync(CancellationToken.None) is { } message)
                    if (message is { DataSet: { } dataSet, Command.MessageId: not 2 }) await dataSet.CopyToAsync(Stream.Null);
            }
            catch (Exception foreseen) when (foreseen is AssociationEndedException or AssociationRejectedException)
            {
                // One of the ways.
            }
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10), $"seed {seed}");
        }
    }

    [Fact]
    public void of_requests_and_acceptances()
    {
        var request = PduWriter.Write(
            Pair.Request with { User = new() { Identity = new(UserIdentityType.Username, true, new byte[9], new byte[9]),
                Roles = [new("1.2", true, true)] } });
        var accept = PduWriter.Write(
            new AssociateAccept { CalledAet = "A", CallingAet = "B", Contexts = [new(1, ContextResult.Accepted, "1.2")] });
        for (var seed = 0; seed < s_rounds * 10; seed++)
        {
            var random = new Random(seed);
            Survives(() => PduReader.ReadRequest(Damage(request.ToArray(), random).AsSpan(6)), seed);
            Survives(() => PduReader.ReadAccept(Damage(accept.ToArray(), random).AsSpan(6)), seed);
        }
    }

    [Fact]
    public void of_commands()
    {
        var sound = CommandSet.StoreRequest(7, DicomUID.CTImageStorage, "1.2.3.4", originator: ("MOVER", 3)).ToBytes(withDataSet: true)
            .ToArray();
        for (var seed = 0; seed < s_rounds * 10; seed++)
        {
            var bytes = Damage(sound, new Random(seed));
            try
            {
                var command = CommandSet.Read(bytes);
                _ = (command.ToString(), command.SopClass, command.SopInstance, command.MoveOriginatorAet, command.HasDataSet,
                    command.ErrorComment);
                _ = CommandSet.ResponseTo(command, DimseStatus.Success).ToBytes(withDataSet: false);
            }
            catch (DicomFileException)
            {
                // It is no command, and is said to be none.
            }
        }
    }

    private static void Survives(Action read, int seed)
    {
        try
        {
            read();
        }
        catch (PduFormatException)
        {
            // It is no PDU, and is said to be none.
        }
        catch (Exception unforeseen)
        {
            throw new InvalidOperationException($"seed {seed}", unforeseen);
        }
    }

    /// <summary>A request, an echo, a store in several pieces, an echo and a release.</summary>
    private static byte[] Conversation()
    {
        var wire = new List<byte>(PduWriter.Write(Pair.Request).ToArray());
        Add(Pair.Echo, 3, CommandSet.EchoRequest(1).ToBytes(false).ToArray());
        var store = CommandSet.StoreRequest(2, DicomUID.CTImageStorage, "1.2.3").ToBytes(true).ToArray();
        Add(Pair.Store, 1, store[..30]);
        Add(Pair.Store, 3, store[30..]);
        Add(Pair.Store, 0, new byte[200]);
        Add(Pair.Store, 2, new byte[100]);
        Add(Pair.Echo, 3, CommandSet.EchoRequest(3).ToBytes(false).ToArray());
        wire.AddRange(PduWriter.ReleaseRequest.ToArray());
        return [.. wire];

        void Add(byte context, byte control, byte[] data) => wire.AddRange(
            [4, 0, 0, 0, 0, (byte)(data.Length + 6), 0, 0, 0, (byte)(data.Length + 2), context, control, .. data]);
    }

    private static byte[] Damage(byte[] sound, Random random)
    {
        var bytes = new List<byte>(sound);
        for (var damages = random.Next(1, 4); damages > 0 && bytes.Count > 7; damages--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes[at] = random.Next(2) == 0 ? (byte)0 : (byte)255; break;
                case 3: bytes.RemoveRange(at, length); break;
                case 4: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                case 5: bytes.RemoveRange(Math.Max(at, 7), bytes.Count - Math.Max(at, 7)); break;
                default: bytes.InsertRange(at, new byte[length]); break;
            }
        }
        while (bytes.Count < 6) bytes.Add(0);
        return [.. bytes];
    }

    /// <summary>What was recorded comes; what is sent goes nowhere.</summary>
    private sealed class RecordedStream(byte[] recorded) : MemoryStream(recorded, writable: false)
    {
        public override bool CanWrite => true;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.CompletedTask;

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
