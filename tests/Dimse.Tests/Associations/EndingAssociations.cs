using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;

namespace EventDicom.Dimse.Tests.Associations;

public sealed class EndingAssociations
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task either_side_may_release(bool byRequestor)
    {
        await using var pair = await Pair.OpenAsync();
        var (first, second) = byRequestor ? (pair.Requestor, pair.Acceptor) : (pair.Acceptor, pair.Requestor);
        var receiving = second.ReceiveAsync(CancellationToken.None);

        await first.ReleaseAsync(CancellationToken.None);

        (await receiving).ShouldBeNull();
        (first.State, second.State).ShouldBe((AssociationState.Idle, AssociationState.Idle));
        await Should.ThrowAsync<AssociationEndedException>(() => first.SendAsync(Pair.Echo, CommandSet.EchoRequest(1)));
        await Should.ThrowAsync<AssociationEndedException>(() => second.ReceiveAsync(CancellationToken.None));
    }

    [Fact]
    public async Task both_may_release_at_once()
    {
        await using var pair = await Pair.OpenAsync();

        await Task.WhenAll(pair.Requestor.ReleaseAsync(CancellationToken.None), pair.Acceptor.ReleaseAsync(CancellationToken.None));

        (pair.Requestor.State, pair.Acceptor.State).ShouldBe((AssociationState.Idle, AssociationState.Idle));
    }

    [Fact]
    public async Task data_that_crosses_a_release_is_passed_over()
    {
        await using var pair = await Pair.OpenAsync();
        await pair.Acceptor.SendAsync(Pair.Echo, CommandSet.EchoRequest(1));
        var releasing = pair.Requestor.ReleaseAsync(CancellationToken.None);

        (await pair.Acceptor.ReceiveAsync(CancellationToken.None)).ShouldBeNull();
        await releasing;
    }

    [Fact]
    public async Task an_abort_ends_what_the_other_side_waits_for()
    {
        await using var pair = await Pair.OpenAsync();
        var receiving = pair.Acceptor.ReceiveAsync(CancellationToken.None);

        await pair.Requestor.AbortAsync();

        (await Should.ThrowAsync<AssociationEndedException>(() => receiving)).End.ShouldBe(AssociationEnd.AbortedByPeer);
        (await Should.ThrowAsync<AssociationEndedException>(() => pair.Requestor.SendAsync(Pair.Echo, CommandSet.EchoRequest(1))))
            .End.ShouldBe(AssociationEnd.AbortedByUs);
    }

    [Fact]
    public async Task a_broken_connection_ends_what_is_waited_for()
    {
        using var connection = await Connection.OpenAsync();
        var accepting = Association.AcceptAsync(connection.Acceptor, null, Pair.AcceptFirstAsync, new(), CancellationToken.None);
        await connection.Requestor.WriteAsync(PduWriter.Write(Pair.Request));
        await using var association = await accepting;
        var receiving = association.ReceiveAsync(CancellationToken.None);

        connection.Requestor.Socket.Close();

        (await Should.ThrowAsync<AssociationEndedException>(() => receiving)).End.ShouldBe(AssociationEnd.ConnectionLost);
    }

    [Fact]
    public async Task a_silent_peer_is_aborted()
    {
        await using var pair = await Pair.OpenAsync(acceptor: new() { Patience = TimeSpan.FromMilliseconds(50) });
        var receiving = pair.Requestor.ReceiveAsync(CancellationToken.None);

        (await Should.ThrowAsync<AssociationEndedException>(() => pair.Acceptor.ReceiveAsync(CancellationToken.None)))
            .End.ShouldBe(AssociationEnd.TimedOut);
        (await Should.ThrowAsync<AssociationEndedException>(() => receiving)).End.ShouldBe(AssociationEnd.AbortedByPeer);
    }

    [Fact]
    public async Task a_peer_that_does_not_listen_is_let_go()
    {
        await using var pair = await Pair.OpenAsync(requestor: new() { Patience = TimeSpan.FromMilliseconds(100) });
        using var endless = new EndlessStream();

        (await Should.ThrowAsync<AssociationEndedException>(
            () => pair.Requestor.SendAsync(Pair.Store, CommandSet.StoreRequest(1, "1.2", "1.2.3"), endless))).End.ShouldBe(
                AssociationEnd.TimedOut);
    }

    [Fact]
    public async Task giving_up_waiting_leaves_the_association_as_it_is()
    {
        await using var pair = await Pair.OpenAsync();
        using (var giveUp = new CancellationTokenSource())
        {
            var receiving = pair.Acceptor.ReceiveAsync(giveUp.Token);
            await giveUp.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => receiving);
        }

        await pair.Requestor.SendAsync(Pair.Echo, CommandSet.EchoRequest(7));

        (await pair.Acceptor.ReceiveAsync(CancellationToken.None))!.Command.MessageId.ShouldBe((ushort)7);
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(buffer.Length);
    }
}
