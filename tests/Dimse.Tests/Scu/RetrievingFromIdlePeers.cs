using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Scu;
using EventDicom.Domain;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Modalities;

namespace EventDicom.Dimse.Tests.Scu;

/// <summary>A peer may say "pending" as often as it likes, as long as something is done meanwhile.</summary>
public sealed class RetrievingFromIdlePeers
{
    private readonly Clock _clock = new();
    private readonly List<double> _told = [];

    [Fact]
    public async Task who_never_ends_is_given_up()
    {
        using var peer = new ScriptedPeer(async (association, message) =>
        {
            while (true) await PendAsync(association, message, done: 0);
        });

        var refused = (await MoveAsync(peer)).ShouldNotBeNull();

        refused.Error.ShouldBe(OrthancError.NetworkProtocol);
        refused.Details.ShouldNotBeNull().ShouldContain("\"PEER\"");
    }

    [Fact]
    public async Task who_does_something_now_and_then_is_not()
    {
        using var peer = new ScriptedPeer(async (association, message) =>
        {
            for (var done = 0; done < 2; done++)
                for (var number = 0; number < RetrievalProgress.MostIdle; number++) await PendAsync(association, message, done);
            await ScriptedPeer.RespondAsync(association, message, DimseStatus.Success);
        });

        (await MoveAsync(peer)).ShouldBeNull();

        _told[^1].ShouldBe(0.5);
    }

    [Theory]
    [InlineData(0.9, true)]
    [InlineData(1.1, false)]
    public async Task who_is_slow_is_waited_for_an_hour(double hours, bool isWaitedFor)
    {
        using var peer = new ScriptedPeer(async (association, message) =>
        {
            await PendAsync(association, message, done: 1);
            await _clock.Told.Task;
            _clock.Now += TimeSpan.FromHours(hours);
            await PendAsync(association, message, done: 1);
            await ScriptedPeer.RespondAsync(association, message, DimseStatus.Success);
        });

        var refused = await MoveAsync(peer);

        (refused is null).ShouldBe(isWaitedFor, refused?.Reason);
    }

    private static Task PendAsync(Association association, ReceivedMessage message, int done) => association.SendAsync(
        message.Context.Id,
        CommandSet.ResponseTo(
            message.Command, DimseStatus.Pending, suboperations: new((ushort)(2 - done), (ushort)done, 0, 0)));

    private Task<Refused?> MoveAsync(ScriptedPeer peer) => new RetrieveScu(
        new(
            new()
            {
                DicomAet = "US", AcceptedTransferSyntaxes = ["*"], AcceptedSopClasses = [], RejectedSopClasses = [],
                MaximumPduLength = 16384,
            },
            new()
            {
                DicomModalities = new Dictionary<string, RemoteModality>(),
                DicomScuPreferredTransferSyntax = DicomUID.ExplicitVRLittleEndian,
                OrthancPeers = new Dictionary<string, RemotePeer>(), HttpProxy = "", HttpsCACertificates = "", DicomScuTimeout = 5,
            },
            new() { DicomTlsCertificate = "", DicomTlsPrivateKey = "", DicomTlsTrustedCertificates = "" }),
        null!, null!, _clock).MoveAsync(
            peer.Called, "US", new DicomDatasetBuilder().AddOrUpdate(DicomTag.QueryRetrieveLevel, DicomVR.CS, "STUDY").Build(),
            fraction =>
            {
                _told.Add(fraction);
                _clock.Told.TrySetResult();
            },
            CancellationToken.None);

    private sealed class Clock : TimeProvider
    {
        public TaskCompletionSource Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
