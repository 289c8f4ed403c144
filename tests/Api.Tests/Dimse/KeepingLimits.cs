using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Pdus;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>A server of its own, with little room.</summary>
public sealed class KeepingLimits
{
    private static readonly AssociateRequest s_echo = new()
    {
        CalledAet = "ORTHANC", CallingAet = "KNOWN", Contexts = [new(1, DicomUID.Verification, [DicomUID.ImplicitVRLittleEndian])],
    };

    [DcmtkFact]
    public async Task more_associations_and_answers_than_there_may_be_are_refused_and_a_move_may_go_on_by_itself()
    {
        await using var server = await ServerProcess.StartAsync(
            ("DicomServerEnabled", true), ("LimitFindResults", 2), ("LimitFindInstances", 1), ("SynchronousCMove", false),
            ("DicomModalities", new Dictionary<string, object[]> { ["known"] = ["KNOWN", "127.0.0.1", 1] }),
            ("EventDicom", new Dictionary<string, int> { ["DicomAssociationsPerPeer"] = 2 }));
        foreach (var instance in (SyntheticInstance[])
            [SyntheticInstance.Create(1), SyntheticInstance.Create(2), SyntheticInstance.Create(3),
                SyntheticInstance.Create(1, instance: 2)])
        {
            using var content = new ByteArrayContent(instance.ToBytes());
            (await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), content)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await AssociationsAreCountedAsync(server);
        foreach (var (level, key, status) in ((string, string, string)[])
        [
            ("STUDY", "PatientID=", "Cancel: MatchingTerminatedDueToCancelRequest"), ("STUDY", "PatientID=SYN1", "Success"),
            ("IMAGE", "PatientID=SYN1", "Cancel: MatchingTerminatedDueToCancelRequest"), ("IMAGE", "PatientID=SYN2", "Success"),
        ])
        {
            var find = await Dcmtk.CallAsync(
                server, "findscu", "-v", "-S", "-aet", "KNOWN", "-k", $"QueryRetrieveLevel={level}", "-k", key);
            find.Said.ShouldContain($"Received Final Find Response ({status}", Case.Sensitive, $"{level} {key}");
        }

        var move = await Dcmtk.CallAsync(
            server, "movescu", "-v", "-S", "-aet", "KNOWN", "-aem", "KNOWN", "-k", "QueryRetrieveLevel=PATIENT", "-k", "PatientID=SYN1");
        move.Said.ShouldContain("Received Final Move Response (Success)");
        var jobs = await server.Http.GetFromJsonAsync<JsonElement>("/jobs?expand");
        jobs.EnumerateArray().Single().GetProperty("Type").GetString().ShouldBe("DicomModalityStore");
    }

    private static async Task AssociationsAreCountedAsync(ServerProcess server)
    {
        await using var first = await OpenAsync(server);
        await using (await OpenAsync(server))
        {
            var refused = await Should.ThrowAsync<AssociationRejectedException>(() => OpenAsync(server));
            refused.Reject.ShouldBe(new(RejectResult.Transient, RejectReason.LocalLimitExceeded));
        }

        // Where one has gone there is room again, once the server knows.
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await (await OpenAsync(server)).ReleaseAsync(CancellationToken.None);
                return;
            }
            catch (AssociationRejectedException) when (attempt < 100)
            {
                await Task.Delay(50);
            }
        }
    }

    private static Task<Association> OpenAsync(ServerProcess server) =>
        Association.OpenAsync(new("127.0.0.1", server.DicomPort), s_echo, new(), CancellationToken.None);
}
