using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;

namespace EventDicom.Dimse.Tests.Associations;

public sealed class OpeningAssociations
{
    [Fact]
    public async Task both_sides_know_titles_contexts_and_what_the_other_says_of_itself()
    {
        await using var pair = await Pair.OpenAsync(acceptor: new() { MaximumPduLength = 32768 });

        (pair.Acceptor.CalledAet, pair.Acceptor.CallingAet).ShouldBe(("SERVER", "CLIENT"));
        pair.Acceptor.RemoteAddress.ShouldBe(IPAddress.Loopback);
        pair.Requestor.Peer.MaximumLength.ShouldBe(32768u);
        pair.Acceptor.Peer.MaximumLength.ShouldBe(16384u);
        pair.Requestor.Peer.ImplementationClassUid.ShouldBe(DicomImplementation.ClassUID);
        pair.Requestor.Contexts.ShouldBe(pair.Acceptor.Contexts);
        pair.Requestor.FindContext(Pair.Store)!.TransferSyntax.ShouldBe(DicomTransferSyntax.ExplicitVRLittleEndian);
    }

    [Fact]
    public async Task a_context_that_is_refused_is_none()
    {
        await using var pair = await Pair.OpenAsync(decide: association =>
            ValueTask.FromResult<AssociationAnswer>(new AssociationAnswer.Accept(
            [
                new(Pair.Echo, ContextResult.Accepted, DicomUID.ImplicitVRLittleEndian),
                new(Pair.Store, ContextResult.AbstractSyntaxNotSupported, DicomUID.ImplicitVRLittleEndian),
            ],
            [])));

        pair.Requestor.Contexts.Select(context => context.Id).ShouldBe([Pair.Echo]);
        await Should.ThrowAsync<ArgumentException>(() => pair.Requestor.SendAsync(Pair.Store, CommandSet.EchoRequest(1)));
    }

    [Theory]
    [InlineData(RejectResult.Permanent, RejectReason.CalledAetNotRecognized)]
    [InlineData(RejectResult.Transient, RejectReason.LocalLimitExceeded)]
    public async Task who_is_rejected_learns_why(RejectResult result, RejectReason reason)
    {
        var reject = new AssociateReject(result, reason);
        using var connection = await Connection.OpenAsync();
        var accepting = Association.AcceptAsync(
            connection.Acceptor, null, _ =>
                ValueTask.FromResult<AssociationAnswer>(new AssociationAnswer.Reject(reject)), new(), CancellationToken.None);

        (await Should.ThrowAsync<AssociationRejectedException>(
            () => Association.RequestAsync(connection.Requestor, null, Pair.Request, new(), CancellationToken.None))).Reject.ShouldBe(
                reject);
        (await Should.ThrowAsync<AssociationRejectedException>(() => accepting)).Reject.ShouldBe(reject);
    }

    [Theory]
    [InlineData(2, DicomUID.DICOMApplicationContext, RejectReason.ProtocolVersionNotSupported)]
    [InlineData(1, "1.2.3", RejectReason.ApplicationContextNotSupported)]
    public async Task another_protocol_is_rejected_without_asking_anybody(ushort version, string context, RejectReason reason)
    {
        using var connection = await Connection.OpenAsync();
        var accepting = Association.AcceptAsync(connection.Acceptor, null, _ =>
            throw new InvalidOperationException("asked"), new(), CancellationToken.None);

        var request = Pair.Request with { ProtocolVersion = version, ApplicationContext = context };
        (await Should.ThrowAsync<AssociationRejectedException>(
            () => Association.RequestAsync(connection.Requestor, null, request, new(), CancellationToken.None))).Reject.Reason.ShouldBe(
                reason);
        await Should.ThrowAsync<AssociationRejectedException>(() => accepting);
    }

    [Fact]
    public async Task roles_are_what_both_agree_on()
    {
        var roles = new RoleSelection[] { new(DicomUID.CTImageStorage, Scu: true, Scp: true) };
        await using var pair = await Pair.OpenAsync(
            request: Pair.Request with { User = new() { Roles = roles } },
            decide: async association =>
                (AssociationAnswer.Accept)await Pair.AcceptFirstAsync(association) with
                {
                    Roles = [new(DicomUID.CTImageStorage, Scu: false, Scp: true)],
                });

        pair.Requestor.FindContext(Pair.Store)!.ShouldSatisfyAllConditions(
            context => context.RequestorIsScu.ShouldBeFalse(), context => context.RequestorIsScp.ShouldBeTrue());
        pair.Requestor.FindContext(Pair.Echo)!.ShouldSatisfyAllConditions(
            context => context.RequestorIsScu.ShouldBeTrue(), context => context.RequestorIsScp.ShouldBeFalse());
    }

    [Fact]
    public async Task an_identity_is_taken_and_answered_and_the_window_is_one_operation()
    {
        var identity = new UserIdentity(
            UserIdentityType.UsernameAndPasscode, WantsResponse: true, "alice"u8.ToArray(), "secret"u8.ToArray());
        await using var pair = await Pair.OpenAsync(
            request: Pair.Request with { User = new() { Identity = identity, OperationsWindow = new(0, 5) } });

        pair.Acceptor.Peer.Identity!.Name.ShouldBe("alice");
        pair.Acceptor.Peer.Identity.ToString().ShouldNotContain("secret");
        pair.Requestor.Peer.IdentityResponse!.Value.Length.ShouldBe(0);
        pair.Requestor.Peer.OperationsWindow.ShouldBe(new OperationsWindow(1, 1));
    }

    [Fact]
    public async Task who_connects_and_says_nothing_is_let_go()
    {
        using var connection = await Connection.OpenAsync();
        var options = new AssociationOptions { Artim = TimeSpan.FromMilliseconds(50) };

        (await Should.ThrowAsync<AssociationEndedException>(
            () => Association.AcceptAsync(connection.Acceptor, null, Pair.AcceptFirstAsync, options, CancellationToken.None))).End.ShouldBe(
                AssociationEnd.TimedOut);
        (await connection.Requestor.ReadAsync(new byte[1])).ShouldBe(0);
    }

    [Fact]
    public async Task who_sends_its_request_byte_by_byte_is_let_go()
    {
        using var connection = await Connection.OpenAsync();
        var options = new AssociationOptions { Artim = TimeSpan.FromMilliseconds(100) };
        var accepting = Association.AcceptAsync(connection.Acceptor, null, Pair.AcceptFirstAsync, options, CancellationToken.None);
        var dribbling = Task.Run(async () =>
        {
            foreach (var part in PduWriter.Write(Pair.Request).ToArray())
            {
                await connection.Requestor.WriteAsync(new[] { part });
                await Task.Delay(10);
            }
        });

        (await Should.ThrowAsync<AssociationEndedException>(() => accepting)).End.ShouldBe(AssociationEnd.TimedOut);
        await Should.ThrowAsync<IOException>(() => dribbling);
    }

    [Fact]
    public async Task nobody_listening_is_no_association()
    {
        int port;
        using (var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        (await Should.ThrowAsync<AssociationEndedException>(
            () => Association.OpenAsync(new("127.0.0.1", port), Pair.Request, new(), CancellationToken.None))).End.ShouldBe(
                AssociationEnd.ConnectionLost);
    }
}
