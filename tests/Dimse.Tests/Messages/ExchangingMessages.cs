using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;

namespace EventDicom.Dimse.Tests.Messages;

public sealed class ExchangingMessages
{
    [Fact]
    public async Task a_command_comes_and_is_answered()
    {
        await using var pair = await Pair.OpenAsync();
        await pair.Requestor.SendAsync(Pair.Echo, CommandSet.EchoRequest(42));
        var request = (await pair.Acceptor.ReceiveAsync(CancellationToken.None))!;
        await pair.Acceptor.SendAsync(request.Context.Id, CommandSet.ResponseTo(request.Command, DimseStatus.Success));
        var response = (await pair.Requestor.ReceiveAsync(CancellationToken.None))!;

        (request.Command.Field, request.Command.SopClass, request.DataSet)
            .ShouldBe((CommandField.CEchoRequest, DicomUID.Verification, null));
        (response.Command.Field, response.Command.MessageIdBeingRespondedTo, response.Command.Status)
            .ShouldBe((CommandField.CEchoResponse, (ushort)42, DimseStatus.Success));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16378)]
    [InlineData(16379)]
    [InlineData(2 * 16378)]
    [InlineData(65524)]
    [InlineData(65525)]
    [InlineData(3_000_001)]
    public async Task a_data_set_of_any_length_comes_as_it_was_sent(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        await using var pair = await Pair.OpenAsync(acceptor: new() { MaximumPduLength = length == 65525 ? 131072 : 16384 });
        using var dataSet = new MemoryStream(bytes);
        var sending = pair.Requestor.SendAsync(Pair.Store, CommandSet.StoreRequest(1, DicomUID.CTImageStorage, "1.2.3"), dataSet);

        var message = (await pair.Acceptor.ReceiveAsync(CancellationToken.None))!;
        using var received = new MemoryStream();
        await message.DataSet!.CopyToAsync(received);

        await sending;
        received.ToArray().ShouldBe(bytes);
    }

    [Fact]
    public async Task what_is_not_read_of_a_data_set_is_passed_over()
    {
        await using var pair = await Pair.OpenAsync();
        using var dataSet = new MemoryStream(new byte[100_000]);
        var sending = Task.Run(async () =>
        {
            await pair.Requestor.SendAsync(Pair.Store, CommandSet.StoreRequest(1, DicomUID.CTImageStorage, "1.2.3"), dataSet);
            await pair.Requestor.SendAsync(Pair.Echo, CommandSet.EchoRequest(2));
        });
        var first = (await pair.Acceptor.ReceiveAsync(CancellationToken.None))!;
        await first.DataSet!.ReadExactlyAsync(new byte[10]);

        (await pair.Acceptor.ReceiveAsync(CancellationToken.None))!.Command.MessageId.ShouldBe((ushort)2);
        (await first.DataSet.ReadAsync(new byte[10])).ShouldBe(0);
        await sending;
    }

    [Fact]
    public async Task a_peer_that_takes_little_at_a_time_gets_little_at_a_time()
    {
        await using var pair = await Pair.OpenAsync(acceptor: new() { MaximumPduLength = 4096 });
        using var dataSet = new MemoryStream(new byte[50_000]);
        var sending = pair.Requestor.SendAsync(Pair.Store, CommandSet.StoreRequest(1, DicomUID.CTImageStorage, "1.2.3"), dataSet);

        var message = (await pair.Acceptor.ReceiveAsync(CancellationToken.None))!;
        using var received = new MemoryStream();
        await message.DataSet!.CopyToAsync(received);

        await sending;
        received.Length.ShouldBe(50_000);
    }

    [Fact]
    public async Task a_data_set_that_cannot_be_read_aborts_what_was_begun()
    {
        await using var pair = await Pair.OpenAsync();
        using var broken = new BrokenStream();
        var receiving = pair.Acceptor.ReceiveAsync(CancellationToken.None);

        await Should.ThrowAsync<InvalidDataException>(() =>
            pair.Requestor.SendAsync(Pair.Store, CommandSet.StoreRequest(1, "1.2", "1.2.3"), broken));

        await Should.ThrowAsync<AssociationEndedException>(async () => await (await receiving)!.DataSet!.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task a_data_set_that_is_too_long_ends_the_association()
    {
        await using var pair = await Pair.OpenAsync(acceptor: new() { MaximumDataSetSize = 50_000 });
        using var dataSet = new MemoryStream(new byte[1_000_000]);
        var sending = pair.Requestor.SendAsync(Pair.Store, CommandSet.StoreRequest(1, "1.2", "1.2.3"), dataSet);
        var message = (await pair.Acceptor.ReceiveAsync(CancellationToken.None))!;

        (await Should.ThrowAsync<AssociationEndedException>(() => message.DataSet!.CopyToAsync(Stream.Null)))
            .End.ShouldBe(AssociationEnd.ProtocolViolated);
        await Task.WhenAny(sending);
    }

    [Fact]
    public async Task a_data_set_that_trickles_ends_the_association()
    {
        var options = new AssociationOptions { Patience = TimeSpan.FromMilliseconds(200), SlowestRate = int.MaxValue };
        await using var pair = await Pair.OpenAsync(acceptor: options);
        using var trickle = new TricklingStream();
        var sending = pair.Requestor.SendAsync(Pair.Store, CommandSet.StoreRequest(1, "1.2", "1.2.3"), trickle);
        var message = (await pair.Acceptor.ReceiveAsync(CancellationToken.None))!;

        (await Should.ThrowAsync<AssociationEndedException>(() => message.DataSet!.CopyToAsync(Stream.Null)))
            .End.ShouldBe(AssociationEnd.TimedOut);
        await Should.ThrowAsync<AssociationEndedException>(() => sending);
    }

    [Fact]
    public async Task messages_of_several_callers_do_not_mix()
    {
        await using var pair = await Pair.OpenAsync();
        var sending = Task.WhenAll(Enumerable.Range(1, 20).Select(async number =>
        {
            using var dataSet = new MemoryStream(Enumerable.Repeat((byte)number, 50_000).ToArray());
            await pair.Requestor.SendAsync(Pair.Store, CommandSet.StoreRequest((ushort)number, "1.2", "1.2.3"), dataSet);
        }));

        for (var i = 0; i < 20; i++)
        {
            var message = (await pair.Acceptor.ReceiveAsync(CancellationToken.None))!;
            using var received = new MemoryStream();
            await message.DataSet!.CopyToAsync(received);
            received.ToArray().ShouldAllBe(value => value == message.Command.MessageId);
        }
        await sending;
    }

    [Fact]
    public void commands_say_what_they_were_told()
    {
        var move = Again(CommandSet.MoveRequest(3, DicomUID.StudyRootQueryRetrieveInformationModelMove, "DESTINATION", DimsePriority.High));
        var store = Again(CommandSet.StoreRequest(4, "1.2", "1.2.3.4", originator: ("MOVER", 9)));
        var counted = Again(CommandSet.ResponseTo(move, DimseStatus.Pending, "half way", new(5, 4, 3, 2)));

        (move.Field, move.MessageId, move.MoveDestination).ShouldBe((CommandField.CMoveRequest, (ushort)3, "DESTINATION"));
        (store.SopInstance, store.MoveOriginatorAet, store.MoveOriginatorMessageId).ShouldBe(("1.2.3.4", "MOVER", (ushort?)9));
        (counted.Remaining, counted.Completed, counted.Failed, counted.Warnings).ShouldBe(((ushort?)5, (ushort?)4, (ushort?)3, (ushort?)2));
        (counted.ErrorComment, counted.Status, counted.MessageIdBeingRespondedTo).ShouldBe(("half way", DimseStatus.Pending, (ushort)3));
        Again(CommandSet.CancelRequest(8)).MessageIdBeingRespondedTo.ShouldBe((ushort)8);
    }

    private static CommandSet Again(CommandSet command) => CommandSet.Read(command.ToBytes(withDataSet: true));

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            buffer.Length == 1 ? ValueTask.FromResult(1) : throw new InvalidDataException("broken");
    }

    private sealed class TricklingStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(1, cancellationToken);
            return buffer.Length;
        }
    }
}
