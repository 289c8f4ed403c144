using System.Text;
using System.Text.Json;
using EventDicom.Api.Tests.Blobs;
using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Domain.Committing;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>Storage commitment as SCP: somebody asks, and we call back.</summary>
[Collection(nameof(OneDicomServer))]
public sealed class CommittingToInstances(DicomFixture server)
{
    private const string SopClass = SyntheticInstance.SecondaryCapture, OtherClass = DicomUID.CTImageStorage;

    private readonly int _patient = SharedServer.NewPatient();

    private string Aet => $"SCU{_patient}";

    [LocalPostgresFact]
    public async Task tells_that_everything_is_safe()
    {
        using var peer = ReportListener.That();
        await server.KnowAsync(Aet, peer.Port);
        await UploadAsync(1);
        await UploadAsync(2);
        var transaction = DicomUIDGenerator.Generate();

        (await AskAsync(transaction, (SopClass, Uid(1)), (SopClass, Uid(2)), (SopClass, Uid(1)))).ShouldBe(DimseStatus.Success);
        var report = await peer.ReportAsync();

        report.EventType.ShouldBe((ushort)1);
        report.Transaction.ShouldBe(transaction);
        report.Committed.ShouldBe([Uid(1), Uid(2)]);
        report.Failed.ShouldBeEmpty();
        report.Caller.ShouldBe("ARCHIVE"); // by the title that was called
        report.Roles.ShouldBe([new(CommitmentMessages.SopClass, Scu: false, Scp: true)]);
        var job = await JobAsync(transaction);
        job.GetProperty("State").GetString().ShouldBe("Success");
        job.GetProperty("Content").GetProperty("CalledAet").GetString().ShouldBe("ARCHIVE");
        job.GetProperty("Content").GetProperty("RemoteAet").GetString().ShouldBe(Aet);
        job.GetProperty("Content").GetProperty("Description").GetString().ShouldBe("");
    }

    [LocalPostgresFact]
    public async Task tells_what_is_not_safe_and_why()
    {
        using var peer = ReportListener.That();
        await server.KnowAsync(Aet, peer.Port);
        await UploadAsync(1);
        await UploadAsync(2);
        var third = (await UploadAsync(3)).Text("ID");
        new BlobFiles(Path.Combine(server.DataFolder, "blobs"), await server.BytesAsync($"/instances/{third}/file")).Damage("cut");

        await AskAsync(DicomUIDGenerator.Generate(), (SopClass, Uid(1)), (OtherClass, Uid(2)), (SopClass, Uid(3)), (SopClass, Uid(4)));
        var report = await peer.ReportAsync();

        report.EventType.ShouldBe((ushort)2);
        report.Committed.ShouldBe([Uid(1)]);
        report.Failed.ShouldBe([(Uid(2), 0x0119), (Uid(3), 0x0110), (Uid(4), 0x0112)]);
    }

    [LocalPostgresFact]
    public async Task tells_again_who_was_away_and_not_who_has_refused()
    {
        var calls = 0;
        using var busy = ReportListener.That(rejects: () => ++calls == 1);
        using var refusing = ReportListener.That(status: DimseStatus.ProcessingFailure);
        var (away, unwilling) = (DicomUIDGenerator.Generate(), DicomUIDGenerator.Generate());

        var name = await server.KnowAsync(Aet, busy.Port);
        (await AskAsync(away, (SopClass, Uid(1)))).ShouldBe(DimseStatus.Success);
        // As long as it is at it, the UID is taken.
        (await AskAsync(away, (SopClass, Uid(1)))).ShouldBe(DimseStatus.DuplicateTransactionUid);
        (await busy.ReportAsync()).Failed.ShouldBe([(Uid(1), 0x0112)]);
        (await JobAsync(away)).GetProperty("State").GetString().ShouldBe("Success");
        using (await server.DeleteAsync($"/modalities/{name}")) { }
        await server.KnowAsync(Aet, refusing.Port);
        await AskAsync(unwilling, (SopClass, Uid(1)));
        var job = await JobAsync(unwilling);

        calls.ShouldBe(2);
        job.GetProperty("State").GetString().ShouldBe("Failure");
        job.GetProperty("ErrorCode").GetInt32().ShouldBe(9);
        job.GetProperty("ErrorPayload").GetProperty("Content").GetProperty("DimseErrorStatus").GetInt32().ShouldBe(0x0110);
    }

    [LocalPostgresFact]
    public async Task strangers_and_who_may_not_ask_are_aborted()
    {
        await server.KnowAsync(Aet, 1, ("AllowStorageCommitment", false));
        var wanted = CommitmentMessages.Information(DicomUIDGenerator.Generate(), [(SopClass, Uid(1))]);

        foreach (var aet in (string[])["STRANGER", Aet])
            foreach (var request in (CommandSet[])[CommitmentMessages.Ask(), CommitmentMessages.Tell()])
                (await Should.ThrowAsync<AssociationEndedException>(() => server.SendAsync(aet, request, wanted)))
                    .End.ShouldBe(AssociationEnd.AbortedByPeer, $"{aet} {request}");
    }

    [LocalPostgresFact]
    public async Task what_makes_no_sense_is_refused_and_leaves_nothing()
    {
        await server.KnowAsync(Aet, 1);
        var uid = DicomUIDGenerator.Generate();
        (string, string)[] one = [(SopClass, Uid(1))];
        var good = CommitmentMessages.Information(uid, one);

        (await SendAsync(CommitmentMessages.Ask(type: 2), good)).ShouldBe(DimseStatus.NoSuchActionType);
        (await SendAsync(CommitmentMessages.Ask(sopInstance: "1.2.3"), good)).ShouldBe(DimseStatus.NoSuchSopInstance);
        (await SendAsync(CommitmentMessages.Ask(sopClass: DicomUID.Verification), good)).ShouldBe(DimseStatus.NoSuchSopClass);
        (await server.SendAsync(Aet, CommitmentMessages.Ask(), dataSet: (Stream?)null)).ShouldBe(DimseStatus.InvalidArgumentValue);
        using var rubbish = new MemoryStream(Encoding.ASCII.GetBytes(new string('x', 999)));
        (await server.SendAsync(Aet, CommitmentMessages.Ask(), rubbish)).ShouldBe(DimseStatus.InvalidArgumentValue);
        foreach (var bad in (DicomDataset[])
        [
            CommitmentMessages.Information(null, one), CommitmentMessages.Information("", one),
            CommitmentMessages.Information(new string('1', 65), one), CommitmentMessages.Information(uid, []),
            CommitmentMessages.Information(uid, [(SopClass, "")]), CommitmentMessages.Information(uid, [("", Uid(1))]),
            CommitmentMessages.Information(uid, [.. one, (SopClass, new string('2', 65))]),
            new DicomDatasetBuilder().AddOrUpdate(DicomTag.TransactionUID, DicomVR.UI, uid).Build(),
        ])
            (await SendAsync(CommitmentMessages.Ask(), bad)).ShouldBe(DimseStatus.InvalidArgumentValue);
        var many = Enumerable.Range(0, ReferencedInstance.Most + 1).Select(number => (SopClass, $"1.{number}"));
        (await SendAsync(CommitmentMessages.Ask(), CommitmentMessages.Information(uid, many))).ShouldBe(DimseStatus.ResourceLimitation);
        using var endless = new MemoryStream(new byte[16 << 20]);
        (await server.SendAsync(Aet, CommitmentMessages.Ask(), endless)).ShouldBe(DimseStatus.ResourceLimitation);

        (await server.JsonAsync("/jobs?expand")).EnumerateArray()
            .ShouldNotContain(job => job.GetProperty("Content").GetRawText().Contains(uid, StringComparison.Ordinal));
        server.Process.LastWords().ShouldContain($"of {Aet} in association");
    }

    private string Uid(int instance) => $"2.25.1000.{_patient}.1.1.{instance}";

    private async Task<JsonElement> UploadAsync(int instance) =>
        await server.UploadAsync(SyntheticInstance.Create(_patient, instance: instance));

    private Task<DimseStatus> AskAsync(string transaction, params IReadOnlyList<(string Class, string Instance)> instances) =>
        SendAsync(CommitmentMessages.Ask(), CommitmentMessages.Information(transaction, instances));

    private Task<DimseStatus> SendAsync(CommandSet request, DicomDataset dataSet) => server.SendAsync(Aet, request, dataSet);

    private async Task<JsonElement> JobAsync(string transaction)
    {
        JsonElement found = default;
        await SharedServer.UntilAsync(() =>
        {
            found = server.JsonAsync("/jobs?expand").Result.EnumerateArray().FirstOrDefault(job =>
                job.GetProperty("Type").GetString() == CommitmentOrder.JobType
                && job.GetProperty("Content").GetProperty("TransactionUid").GetString() == transaction);
            return found.ValueKind != default && found.GetProperty("State").GetString() is "Success" or "Failure";
        });
        return found;
    }
}
