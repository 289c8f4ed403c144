using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;
using EventDicom.Dimse.Tests.Scu;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>Storage commitment as SCU: we ask, and a modality reports.</summary>
[Collection(nameof(OneDicomServer))]
public sealed class RequestingCommitment(DicomFixture server)
{
    private const string SopClass = SyntheticInstance.SecondaryCapture;

    private readonly int _patient = SharedServer.NewPatient();

    private string Aet => $"SCP{_patient}";

    [LocalPostgresFact]
    public async Task another_server_of_ours_commits_to_what_it_was_sent_and_then_it_may_be_removed()
    {
        await using var other = await OtherAsync();
        var modality = await server.KnowAsync("OTHER", other.DicomPort);
        var study = await StudyAsync(3);

        var sent = await server.AnswerAsync(
            $"/modalities/{modality}/store", new { Resources = (string[])[study], StorageCommitment = true });
        var transaction = sent.GetProperty("StorageCommitmentTransactionUID").GetString()!;
        var report = await server.ReportAsync(transaction);

        report.GetProperty("Status").GetString().ShouldBe("Success", report.GetRawText());
        report.GetProperty("RemoteAET").GetString().ShouldBe("OTHER");
        Uids(report, "Success").ShouldBe([Uid(1), Uid(2), Uid(3)], ignoreOrder: true);
        report.GetProperty("Success")[0].GetProperty("SOPClassUID").GetString().ShouldBe(SopClass);
        report.GetProperty("Failures").GetArrayLength().ShouldBe(0);
        (await server.FindAsync("Instance", ("PatientID", $"SYN{_patient}"))).Count.ShouldBe(3);
        (await server.AnswerAsync($"/storage-commitment/{transaction}/remove", "")).EnumerateObject().ShouldBeEmpty();
        (await server.FindAsync("Instance", ("PatientID", $"SYN{_patient}"))).ShouldBeEmpty();
        (await other.Http.GetStringAsync(new Uri("/instances", UriKind.Relative))).Split(',').Length.ShouldBe(3);
    }

    [LocalPostgresFact]
    public async Task what_the_other_does_not_have_is_a_failure_and_nothing_may_be_removed()
    {
        await using var other = await OtherAsync();
        var path = $"/modalities/{await server.KnowAsync("OTHER", other.DicomPort)}/storage-commitment";
        var study = await StudyAsync(2);
        var first = (await server.JsonAsync($"/studies/{study}/instances"))[0].GetProperty("ID").GetString()!;
        await server.AnswerAsync(path.Replace("storage-commitment", "store", StringComparison.Ordinal), first);

        var asked = await server.AnswerAsync(path, new { Resources = (string[])[study] });
        var transaction = asked.GetProperty("ID").GetString()!;
        var report = await server.ReportAsync(transaction);

        asked.GetProperty("Path").GetString().ShouldBe($"/storage-commitment/{transaction}");
        transaction.ShouldStartWith("2.25.");
        report.GetProperty("Status").GetString().ShouldBe("Failure");
        Uids(report, "Success").Count.ShouldBe(1);
        var failure = report.GetProperty("Failures").EnumerateArray().Single();
        failure.GetProperty("FailureReason").GetInt32().ShouldBe(274);
        failure.GetProperty("Description").GetString().ShouldNotBeNull().ShouldContain("was not available");
        failure.GetProperty("SOPClassUID").GetString().ShouldBe(SopClass);
        Uids(report, "Success").Concat(Uids(report, "Failures")).ShouldBe([Uid(1), Uid(2)], ignoreOrder: true);
        (await SharedServer.RefusalAsync(server.AskAsync($"/storage-commitment/{transaction}/remove", "")))
            .ShouldBeRefusal(HttpStatusCode.InternalServerError, 6);
        (await server.FindAsync("Instance", ("PatientID", $"SYN{_patient}"))).Count.ShouldBe(2);
    }

    [LocalPostgresTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task a_report_may_come_over_the_same_association_before_the_response_or_after_it(bool isAfter)
    {
        using var peer = new ScriptedPeer(async (association, message) =>
        {
            if (message.Command.Field != CommandField.NActionRequest) return;
            var wanted = await CommitmentMessages.ReadAsync(association, message);
            if (isAfter) await ScriptedPeer.RespondAsync(association, message, DimseStatus.Success);
            await association.SendAsync(
                message.Context.Id, CommitmentMessages.Tell(),
                CommitmentMessages.StreamOf(
                    CommitmentMessages.Information(wanted.Transaction, wanted.Committed.Select(uid => (SopClass, uid))),
                    message.Context.TransferSyntax));
            if (!isAfter) await ScriptedPeer.RespondAsync(association, message, DimseStatus.Success);
        });
        var modality = await server.KnowAsync(Aet, peer.Called.Modality.Port);

        var asked = await server.AnswerAsync($"/modalities/{modality}/storage-commitment", Instances(Uid(1), Uid(2)));
        var report = await server.ReportAsync(asked.GetProperty("ID").GetString()!);

        report.GetProperty("Status").GetString().ShouldBe("Success");
        Uids(report, "Success").ShouldBe([Uid(1), Uid(2)]);
        peer.Associations.ShouldBe(1);
    }

    [LocalPostgresFact]
    public async Task a_report_of_what_was_not_asked_for_or_without_sense_changes_nothing()
    {
        using var peer = new ScriptedPeer((association, message) => ScriptedPeer.RespondAsync(association, message, DimseStatus.Success));
        var modality = await server.KnowAsync(Aet, peer.Called.Modality.Port);
        var asked = await server.AnswerAsync($"/modalities/{modality}/storage-commitment", Instances(Uid(1)));
        var transaction = asked.GetProperty("ID").GetString()!;
        (string, string)[] one = [(SopClass, Uid(1))];
        var good = CommitmentMessages.Information(transaction, one);

        (await TellAsync(CommitmentMessages.Information(DicomUIDGenerator.Generate(), one))).ShouldBe(DimseStatus.InvalidArgumentValue);
        (await TellAsync(CommitmentMessages.Information(null, one))).ShouldBe(DimseStatus.InvalidArgumentValue);
        (await TellAsync(CommitmentMessages.Information(transaction, [.. one, (SopClass, Uid(2))])))
            .ShouldBe(DimseStatus.InvalidArgumentValue);
        (await server.SendAsync(Aet, CommitmentMessages.Tell(type: 3), good)).ShouldBe(DimseStatus.NoSuchEventType);
        (await server.SendAsync(Aet, CommitmentMessages.Tell(sopInstance: "1.2"), good)).ShouldBe(DimseStatus.NoSuchSopInstance);
        (await server.SendAsync(Aet, CommitmentMessages.Tell(), dataSet: (Stream?)null)).ShouldBe(DimseStatus.InvalidArgumentValue);
        (await server.JsonAsync($"/storage-commitment/{transaction}")).GetProperty("Status").GetString().ShouldBe("Pending");
        (await SharedServer.RefusalAsync(server.AskAsync($"/storage-commitment/{transaction}/remove", "")))
            .ShouldBeRefusal(HttpStatusCode.InternalServerError, 6);

        (await TellAsync(good)).ShouldBe(DimseStatus.Success);
        (await TellAsync(good)).ShouldBe(DimseStatus.Success);
        (await server.JsonAsync($"/storage-commitment/{transaction}")).GetProperty("Status").GetString().ShouldBe("Success");
    }

    [LocalPostgresFact]
    public async Task a_report_may_come_with_roles_or_without()
    {
        using var peer = new ScriptedPeer((association, message) => ScriptedPeer.RespondAsync(association, message, DimseStatus.Success));
        var modality = await server.KnowAsync(Aet, peer.Called.Modality.Port);
        await using var association = await Association.OpenAsync(
            new("127.0.0.1", server.Process.DicomPort),
            new()
            {
                CallingAet = Aet, CalledAet = "ANY",
                Contexts = [new(1, CommitmentMessages.SopClass, [DicomUID.ExplicitVRLittleEndian])],
                User = new() { Roles = [new(CommitmentMessages.SopClass, Scu: false, Scp: true)] },
            },
            new(), CancellationToken.None);
        var agreed = association.Contexts.Single();
        (agreed.RequestorIsScu, agreed.RequestorIsScp).ShouldBe((false, true));

        foreach (var roles in (RoleSelection[][])[[], [new(CommitmentMessages.SopClass, Scu: false, Scp: true)]])
        {
            var asked = await server.AnswerAsync($"/modalities/{modality}/storage-commitment", Instances(Uid(1)));
            var report = CommitmentMessages.Information(
                asked.GetProperty("ID").GetString()!, [], [(SopClass, Uid(1), 0x0213)]);
            (await server.SendAsync(Aet, CommitmentMessages.Tell(type: 2), report, roles)).ShouldBe(DimseStatus.Success);
            var shown = await server.JsonAsync($"/storage-commitment/{asked.GetProperty("ID").GetString()}");
            shown.GetProperty("Failures")[0].GetProperty("FailureReason").GetInt32().ShouldBe(0x0213);
        }
    }

    [LocalPostgresFact]
    public async Task who_refuses_or_is_not_there_is_told_and_so_is_a_body_without_sense()
    {
        using var refusing = new ScriptedPeer(
            (association, message) => ScriptedPeer.RespondAsync(association, message, DimseStatus.ResourceLimitation));
        using var without = new ScriptedPeer(
            (_, _) => Task.CompletedTask,
            request => new AssociationAnswer.Accept(
                [.. request.Contexts.Select(one => new AnsweredContext(one.Id, ContextResult.AbstractSyntaxNotSupported, ""))], []));
        var modality = await server.KnowAsync(Aet, refusing.Called.Modality.Port);
        var path = $"/modalities/{modality}/storage-commitment";
        var nobody = $"/modalities/{await server.KnowAsync("NOBODY", 1)}/storage-commitment";
        var storing = $"/modalities/{await server.KnowAsync("STORING", without.Called.Modality.Port)}/storage-commitment";
        var good = Instances(Uid(1));

        var (status, refusal) = await server.RefusedAsync(path, good);
        status.ShouldBe(HttpStatusCode.InternalServerError);
        refusal.GetProperty("OrthancStatus").GetInt32().ShouldBe(9);
        refusal.GetProperty("ErrorPayload").GetProperty("Content").GetProperty("DimseErrorStatus").GetInt32().ShouldBe(0x0213);
        (await SharedServer.RefusalAsync(server.AskAsync(nobody, good))).ShouldBeRefusal(HttpStatusCode.InternalServerError, 9);
        (await SharedServer.RefusalAsync(server.AskAsync(storing, good))).ShouldBeRefusal(HttpStatusCode.InternalServerError, 2015);
        (await SharedServer.RefusalAsync(server.AskAsync("/modalities/unknown/storage-commitment", good)))
            .ShouldBeRefusal(HttpStatusCode.NotFound, 7);
        (await SharedServer.RefusalAsync(server.AskAsync(path, new { Resources = (string[])[Domain.OrthancId.None.Value] })))
            .ShouldBeRefusal(HttpStatusCode.NotFound, 17);
        foreach (var bad in (string[])
        [
            "", "[]", "{}", """{"Resources":"x"}""", """{"Resources":["x"]}""", """{"Resources":[]}""", """{"DicomInstances":[]}""",
            """{"DicomInstances":{}}""", """{"DicomInstances":["1.2"]}""", """{"DicomInstances":[["1.2"]]}""",
            """{"DicomInstances":[["1.2","1.3","1.4"]]}""", """{"DicomInstances":[["1.2",3]]}""",
            """{"DicomInstances":[{"SOPClassUID":"1.2"}]}""", """{"DicomInstances":[["1.2","1\\2"]]}""",
        ])
            (await SharedServer.RefusalAsync(server.AskAsync(path, bad))).ShouldBeRefusal(HttpStatusCode.BadRequest, 15);
        var many = Enumerable.Range(0, 20_001).Select(number => (string[])[SopClass, $"1.{number}"]);
        (await SharedServer.RefusalAsync(server.AskAsync(path, new { DicomInstances = many })))
            .ShouldBeRefusal(HttpStatusCode.BadRequest, 3);
        foreach (var unknown in (string[])["2.25.1", "a%20b", "nonsense"])
        {
            (await SharedServer.RefusalAsync(server.GetAsync($"/storage-commitment/{unknown}")))
                .ShouldBeRefusal(HttpStatusCode.NotFound, 7);
            (await SharedServer.RefusalAsync(server.AskAsync($"/storage-commitment/{unknown}/remove", "{}")))
                .ShouldBeRefusal(HttpStatusCode.NotFound, 7);
        }
    }

    [LocalPostgresFact]
    public async Task a_store_job_fails_where_its_commitment_is_refused_and_the_instances_are_sent()
    {
        var stored = 0;
        using var peer = new ScriptedPeer((association, message) =>
        {
            var isStore = message.Command.Field == CommandField.CStoreRequest;
            if (isStore) stored++;
            return ScriptedPeer.RespondAsync(association, message, isStore ? DimseStatus.Success : DimseStatus.ProcessingFailure);
        });
        var modality = await server.KnowAsync(Aet, peer.Called.Modality.Port);
        var study = await StudyAsync(2);

        var refusal = await SharedServer.RefusalAsync(server.AskAsync(
            $"/modalities/{modality}/store", new { Resources = (string[])[study], StorageCommitment = true }));

        refusal.ShouldBeRefusal(HttpStatusCode.InternalServerError, 9);
        refusal.Details.ShouldNotBeNull().ShouldContain("N-ACTION");
        stored.ShouldBe(2);
    }

    private async Task<string> StudyAsync(int instances)
    {
        var study = "";
        for (var number = 1; number <= instances; number++)
            study = (await server.UploadAsync(SyntheticInstance.Create(_patient, instance: number))).Text("ParentStudy")!;
        return study;
    }

    private string Uid(int instance) => $"2.25.1000.{_patient}.1.1.{instance}";

    private Task<DimseStatus> TellAsync(DicomDataset report) => server.SendAsync(Aet, CommitmentMessages.Tell(), report);

    private Task<ServerProcess> OtherAsync() => ServerProcess.StartAsync(
        ("DicomServerEnabled", true), ("DicomAet", "OTHER"),
        ("DicomModalities", new Dictionary<string, object[]> { ["asks"] = ["ORTHANC", "127.0.0.1", server.Process.DicomPort] }));

    private static object Instances(params IEnumerable<string> uids) => new
    {
        DicomInstances = uids.Select((uid, index) => index % 2 == 0
            ? (object)(string[])[SopClass, uid]
            : new Dictionary<string, string> { ["SOPClassUID"] = SopClass, ["SOPInstanceUID"] = uid }),
    };

    private static IReadOnlyList<string> Uids(JsonElement report, string list) =>
        [.. report.GetProperty(list).EnumerateArray().Select(one => one.GetProperty("SOPInstanceUID").GetString()!)];
}
