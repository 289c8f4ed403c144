using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>Every service that dcmjs-dimse knows and we do, in both roles.</summary>
[Collection(nameof(OneDicomServer))]
public sealed class SpeakingWithDcmjs(DicomFixture server)
{
    private const string SopClass = SyntheticInstance.SecondaryCapture;

    private const int Success = 0, Pending = 0xFF00;

    private readonly int _patient = SharedServer.NewPatient();

    private string Study => $"2.25.1000.{_patient}.1";

    [NpmFact(Dcmjs.Package)]
    public async Task it_echoes_stores_and_finds()
    {
        using var file = SentFile.Of(SyntheticInstance.Create(_patient).WithImage(8, 8));

        Statuses(await AskAsync(new { what = "echo" })).ShouldBe([Success]);
        Statuses(await AskAsync(new { what = "store", file = file.Path })).ShouldBe([Success]);
        var found = await AskAsync(new { what = "find", keys = new { PatientID = $"SYN{_patient}", StudyInstanceUID = "" } });

        (await server.FindAsync("Instance", ("PatientID", $"SYN{_patient}"))).Count.ShouldBe(1);
        Statuses(found).ShouldBe([Pending, Success]);
        found.GetProperty("answers").Texts().ShouldBe([Study]);
    }

    [NpmFact(Dcmjs.Package)]
    public async Task it_has_what_it_asks_for_sent_to_itself()
    {
        await using var archive = await DcmjsArchive.StartAsync(server.Process.DicomPort);
        var aet = $"JS{_patient}";
        await server.KnowAsync(aet, archive.Port);
        foreach (var number in (int[])[1, 2]) await server.UploadAsync(SyntheticInstance.Create(_patient, instance: number));

        var moved = await AskAsync(new { what = "move", destination = aet, study = Study });
        var got = await AskAsync(new { what = "get", study = Study });

        Statuses(moved).ShouldBe([Pending, Pending, Success]);
        (await archive.SaidAsync("store", 2)).Select(one => one.GetProperty("instance").GetString()).ShouldBe([Uid(1), Uid(2)]);
        Statuses(got).ShouldBe([Pending, Pending, Success]);
        got.GetProperty("instances").Texts().ShouldBe([Uid(1), Uid(2)]);
    }

    [NpmFact(Dcmjs.Package)]
    public async Task it_is_echoed_sent_to_asked_and_retrieved_from()
    {
        await using var archive = await DcmjsArchive.StartAsync(server.Process.DicomPort);
        var modality = await server.KnowAsync("DCMJS", archive.Port);
        var study = "";
        foreach (var number in (int[])[1, 2])
            study = (await server.UploadAsync(SyntheticInstance.Create(_patient, instance: number))).Text("ParentStudy")!;

        await server.AnswerAsync($"/modalities/{modality}/echo", "");
        (await server.AnswerAsync($"/modalities/{modality}/store", study)).GetProperty("InstancesCount").GetInt32().ShouldBe(2);
        var query = await server.AnswerAsync(
            $"/modalities/{modality}/query",
            new { Level = "Study", Query = new { PatientID = $"SYN{_patient}", StudyInstanceUID = "" } });
        var answers = await server.JsonAsync($"{query.GetProperty("Path").GetString()}/answers?expand&simplify");

        (await archive.SaidAsync("echo"))[0].GetProperty("calling").GetString().ShouldBe("ORTHANC");
        (await archive.SaidAsync("store", 2)).Count.ShouldBe(2);
        answers[0].GetProperty("StudyInstanceUID").GetString().ShouldBe(Study);
        foreach (var way in (string[])["move", "get"])
        {
            using (await server.DeleteAsync($"/studies/{study}")) { }
            await server.AnswerAsync(
                $"/modalities/{modality}/{way}", new { Level = "Study", Resources = (object[])[new { StudyInstanceUID = Study }] });
            (await server.FindAsync("Instance", ("PatientID", $"SYN{_patient}"))).Count.ShouldBe(2, way);
        }
    }

    [NpmFact(Dcmjs.Package)]
    public async Task it_asks_for_storage_commitment_and_is_called_back()
    {
        await using var archive = await DcmjsArchive.StartAsync(server.Process.DicomPort);
        var aet = $"JS{_patient}";
        await server.KnowAsync(aet, archive.Port);
        await server.UploadAsync(SyntheticInstance.Create(_patient));
        var transaction = DicomUIDGenerator.Generate();

        var asked = await Dcmjs.AskAsync(server.Process.DicomPort, aet, new
        {
            what = "commit", transaction, instances = (string[][])[[SopClass, Uid(1)], [SopClass, Uid(2)]],
        });
        var report = (await archive.SaidAsync("report")).Single();

        Statuses(asked).ShouldBe([Success]);
        report.GetProperty("type").GetInt32().ShouldBe(2);
        report.GetProperty("calling").GetString().ShouldBe("ARCHIVE");
        report.GetProperty("transaction").GetString().ShouldBe(transaction);
        report.GetProperty("referenced").Texts().ShouldBe([Uid(1)]);
        report.GetProperty("failed")[0][0].GetString().ShouldBe(Uid(2));
        report.GetProperty("failed")[0][1].GetInt32().ShouldBe(0x0112);
    }

    [NpmFact(Dcmjs.Package)]
    public async Task it_commits_and_reports_by_the_same_association_or_another()
    {
        await using var archive = await DcmjsArchive.StartAsync(server.Process.DicomPort);
        var study = (await server.UploadAsync(SyntheticInstance.Create(_patient))).Text("ParentStudy")!;

        foreach (var aet in (string[])["SAMEJS", "OTHERJS"])
        {
            var modality = await server.KnowAsync(aet, archive.Port);
            var sent = await server.AnswerAsync(
                $"/modalities/{modality}/store", new { Resources = (string[])[study], StorageCommitment = true });
            var report = await server.ReportAsync(sent.GetProperty("StorageCommitmentTransactionUID").GetString()!);
            report.GetProperty("Status").GetString().ShouldBe("Success", aet);
            report.GetProperty("RemoteAET").GetString().ShouldBe(aet);

            var asked = await server.AnswerAsync(
                $"/modalities/{modality}/storage-commitment",
                new { DicomInstances = (string[][])[[SopClass, Uid(1)], [SopClass, Uid(2)]] });
            report = await server.ReportAsync(asked.GetProperty("ID").GetString()!);
            report.GetProperty("Status").GetString().ShouldBe("Failure", aet);
            report.GetProperty("Failures")[0].GetProperty("SOPInstanceUID").GetString().ShouldBe(Uid(2));
        }
        (await archive.SaidAsync("reported", 4)).ShouldAllBe(one => one.GetProperty("status").GetInt32() == Success);
    }

    private string Uid(int instance) => $"{Study}.1.{instance}";

    private Task<JsonElement> AskAsync(object wanted) => Dcmjs.AskAsync(server.Process.DicomPort, "KNOWN", wanted);

    private static int[] Statuses(JsonElement answer) =>
        [.. answer.GetProperty("statuses").EnumerateArray().Select(status => status.GetInt32())];
}
