using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;
using EventDicom.Dimse.Scu;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Memory;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Retrieving;
using EventDicom.Domain.Sending;
using EventDicom.Domain.Settings;
using EventDicom.Domain.Streams;
using EventDicom.Domain.Transcoding;
using EventDicom.Support;

namespace EventDicom.Dimse.Tests.Scu;

public sealed class CallingModalities : IDisposable
{
    private static readonly DicomServerOptions s_ours = new()
    {
        DicomAet = "US", AcceptedTransferSyntaxes = ["*"], AcceptedSopClasses = [], RejectedSopClasses = [], MaximumPduLength = 16384,
    };

    private static readonly RemoteOptions s_remotes = new()
    {
        DicomModalities = new Dictionary<string, RemoteModality>(), DicomScuPreferredTransferSyntax = DicomUID.ExplicitVRLittleEndian,
        OrthancPeers = new Dictionary<string, RemotePeer>(), HttpProxy = "", HttpsCACertificates = "", DicomScuTimeout = 5,
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventdicom-scu-");
    private readonly DicomClient _client;

    public CallingModalities()
    {
        var calls = new ScuCalls(
            s_ours, s_remotes, new() { DicomTlsCertificate = "", DicomTlsPrivateKey = "", DicomTlsTrustedCertificates = "" });
        var reading = new FileReading(DicomDictionary.Default, () => DicomEncoding.Latin1, 1024);
        var spools = new SpoolFolder(_folder.FullName, DiskReserve.On(0, _folder.FullName));
        var sending = new InstanceSending(
            new(reading, new FileTranscoder(new MemoryLimiter(64 << 20)), spools), new() { TranscodeDicomProtocol = true }, s_remotes);
        _client = new(calls, sending, new(calls, reading), new(calls, null!, null!, TimeProvider.System), new(calls, null!), s_remotes);
    }

    [Fact]
    public async Task keeps_one_association_for_many_instances()
    {
        using var peer = new ScriptedPeer((association, message) =>
            ScriptedPeer.RespondAsync(association, message, DimseStatus.Success));
        await using var sender = _client.SenderTo(peer.Called, originator: null);

        for (var number = 1; number <= 3; number++)
            (await sender.SendAsync(Instance(number), CancellationToken.None)).ShouldBe(new(0));

        peer.Associations.ShouldBe(1);
    }

    [Fact]
    public async Task negotiates_anew_for_a_class_that_was_not_proposed_and_not_for_one_that_was_announced()
    {
        using var peer = new ScriptedPeer((association, message) =>
            ScriptedPeer.RespondAsync(association, message, DimseStatus.Success));
        await using var sender = _client.SenderTo(peer.Called, originator: null);
        InstanceToSend[] announced = [Instance(1), Instance(2, DicomUID.CTImageStorage)];
        sender.Announce(announced);

        foreach (var instance in announced) (await sender.SendAsync(instance, CancellationToken.None)).Failure.ShouldBeNull();
        peer.Associations.ShouldBe(1);
        (await sender.SendAsync(Instance(3, DicomUID.MRImageStorage), CancellationToken.None)).Failure.ShouldBeNull();
        peer.Associations.ShouldBe(2);
    }

    [Fact]
    public async Task goes_on_where_a_peer_has_ended_the_association_between_two_instances()
    {
        using var peer = new ScriptedPeer(async (association, message) =>
        {
            await ScriptedPeer.RespondAsync(association, message, DimseStatus.Success);
            await association.AbortAsync();
        });
        await using var sender = _client.SenderTo(peer.Called, originator: null);

        for (var number = 1; number <= 3; number++)
            (await sender.SendAsync(Instance(number), CancellationToken.None)).Failure.ShouldBeNull();

        peer.Associations.ShouldBe(3);
    }

    [Fact]
    public async Task says_so_where_a_peer_drops_the_connection_in_the_middle_of_an_instance()
    {
        using var peer = new ScriptedPeer((association, _) => association.AbortAsync());
        await using var sender = _client.SenderTo(peer.Called, originator: null);

        var outcome = await sender.SendAsync(Instance(1), CancellationToken.None);

        outcome.Failure!.Error.ShouldBe(OrthancError.NetworkProtocol);
        outcome.Failure.Details.ShouldNotBeNull().ShouldStartWith("DicomAssociation - sending to AET \"PEER\": ");
        outcome.IsUnreachable.ShouldBeFalse();
        peer.Associations.ShouldBe(1);
    }

    [Theory]
    [InlineData(DimseStatus.ElementsDiscarded, true)]
    [InlineData(DimseStatus.DuplicateSopInstance, true)]
    [InlineData(DimseStatus.OutOfResources, false)]
    public async Task tells_what_the_peer_has_answered(DimseStatus status, bool hasIt)
    {
        using var peer = new ScriptedPeer((association, message) => ScriptedPeer.RespondAsync(association, message, status));
        await using var sender = _client.SenderTo(peer.Called, originator: null);

        var outcome = await sender.SendAsync(Instance(1), CancellationToken.None);

        outcome.Status.ShouldBe((ushort)status);
        (outcome.Failure is null).ShouldBe(hasIt);
        if (hasIt) return;
        outcome.Failure!.Details.ShouldBe($"C-STORE SCU to AET \"PEER\" has failed with DIMSE status 0x{(ushort)status:X4}");
        outcome.Failure.Payload!.DimseStatus().ShouldBe((ushort)status);
    }

    [Fact]
    public async Task an_answer_to_something_else_ends_the_association()
    {
        using var peer = new ScriptedPeer((association, message) => association.SendAsync(
            message.Context.Id, CommandSet.ResponseTo(CommandSet.EchoRequest(99), DimseStatus.Success)));

        (await _client.EchoAsync(peer.Called, checksFind: false, CancellationToken.None))!.Error.ShouldBe(OrthancError.NetworkProtocol);
    }

    [Fact]
    public async Task a_peer_that_accepts_what_was_not_proposed_is_one_that_accepts_nothing()
    {
        Task AnswerAsync(Association association, ReceivedMessage message) =>
            ScriptedPeer.RespondAsync(association, message, DimseStatus.Success);
        using var reversed = new ScriptedPeer(
            AnswerAsync, request => ScriptedPeer.Accept(request, null, new RoleSelection(DicomUID.Verification, Scu: false, Scp: true)));
        using var strange = new ScriptedPeer(AnswerAsync, request => ScriptedPeer.Accept(request, "1.2.3"));

        foreach (var peer in (ScriptedPeer[])[reversed, strange])
            (await _client.EchoAsync(peer.Called, checksFind: false, CancellationToken.None))!.Error
                .ShouldBe(OrthancError.NoPresentationContext);
        (await _client.FindAsync(strange.Called, FindModel.StudyRoot, new DicomDatasetBuilder().Build(), CancellationToken.None))
            .Refused!.Error.ShouldBe(OrthancError.NoPresentationContext);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("no host at all")]
    public async Task a_host_that_can_be_none_is_nobody(string host)
    {
        var modality = new CalledModality(new() { Aet = "NOBODY", Host = host, Port = 104 }, "US");

        var refused = await _client.EchoAsync(modality, checksFind: false, CancellationToken.None);

        refused!.Error.ShouldBe(OrthancError.NetworkProtocol);
        refused.Details.ShouldNotBeNull().ShouldStartWith("DicomAssociation - connecting to AET \"NOBODY\": ");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static InstanceToSend Instance(int number, string sopClass = SyntheticInstance.SecondaryCapture)
    {
        var file = SyntheticInstance.Create(instance: number).With(DicomTag.SOPClassUID, "UI", sopClass).ToBytes();
        return new(sopClass, $"2.25.1000.1.1.1.{number}", SyntheticInstance.ExplicitVRLittleEndian, () => new MemoryStream(file));
    }
}
