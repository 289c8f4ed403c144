using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>C-ECHO and C-STORE to <c>storescp</c>, and to ourselves.</summary>
[Collection(nameof(OneDicomServer))]
public sealed class SendingToModalities(DicomFixture server)
{
    private const int NobodyListens = 1;

    private readonly int _patient = SharedServer.NewPatient();

    [DcmtkFact]
    public async Task an_echo_tells_whether_a_modality_is_there()
    {
        var itself = await server.KnowAsync("ORTHANC", server.Process.DicomPort);
        var nobody = await server.KnowAsync("NOBODY", NobodyListens);

        (await server.AnswerAsync($"/modalities/{itself}/echo", "")).EnumerateObject().ShouldBeEmpty();
        (await server.AnswerAsync(
            "/tools/dicom-echo",
            new { AET = "ORTHANC", Host = "127.0.0.1", Port = server.Process.DicomPort, LocalAet = "KNOWN", CheckFind = true }))
            .EnumerateObject().ShouldBeEmpty();
        var (status, error, details) = await SharedServer.RefusalAsync(server.AskAsync($"/modalities/{nobody}/echo", "{}"));

        (status, error).ShouldBe((HttpStatusCode.InternalServerError, 9));
        details.ShouldNotBeNull().ShouldStartWith("DicomAssociation - connecting to AET \"NOBODY\": ");
        (await SharedServer.RefusalAsync(server.AskAsync("/modalities/unknown/echo", "{}"))).Error.ShouldBe(7);
    }

    [DcmtkFact]
    public async Task an_echo_that_tries_a_C_FIND_fails_where_there_is_none()
    {
        await using var store = await DcmtkServer.StoreAsync();
        var modality = await server.KnowAsync("STORE", store.Port);

        await server.AnswerAsync($"/modalities/{modality}/echo", "");
        var (status, error, details) = await SharedServer.RefusalAsync(
            server.AskAsync($"/modalities/{modality}/echo", """{"CheckFind":true}"""));

        (status, error).ShouldBe((HttpStatusCode.InternalServerError, 2015));
        details.ShouldBe("Unable to negotiate a presentation context with AET \"STORE\"");
    }

    [DcmtkFact]
    public async Task instances_arrive_as_they_are_stored_in_one_association()
    {
        await using var store = await DcmtkServer.StoreAsync();
        var modality = await server.KnowAsync("STORE", store.Port);
        SyntheticInstance[] instances =
        [
            .. Enumerable.Range(1, 70).Select(number => SyntheticInstance.Create(_patient, instance: number)),
            .. Enumerable.Range(1, 3).Select(number =>
                SyntheticInstance.Create(_patient, series: 2, instance: number)
                    .WithTransferSyntax(SyntheticInstance.ImplicitVRLittleEndian)),
        ];
        var study = "";
        foreach (var instance in instances) study = (await server.UploadAsync(instance)).GetProperty("ParentStudy").GetString()!;

        var content = await server.AnswerAsync($"/modalities/{modality}/store", study);

        content.GetProperty("InstancesCount").GetInt32().ShouldBe(instances.Length);
        content.GetProperty("FailedInstancesCount").GetInt32().ShouldBe(0);
        content.GetProperty("LocalAet").GetString().ShouldBe("ORTHANC");
        content.GetProperty("RemoteAet").GetString().ShouldBe("STORE");
        content.GetProperty("Description").GetString().ShouldBe("REST API");
        content.GetProperty("ParentResources").EnumerateArray().Select(id => id.GetString()).ShouldBe([study]);
        content.GetProperty("Resources")[0].GetProperty("Type").GetString().ShouldBe("Study");
        store.Count("Association Acknowledged").ShouldBe(1);
        var sent = store.Files.Select(File.ReadAllBytes).Select(DataSetOf).ToList();
        sent.Count.ShouldBe(instances.Length);
        foreach (var instance in instances) sent.ShouldContain(bytes => bytes.SequenceEqual(DataSetOf(instance.ToBytes())));
    }

    [DcmtkFact]
    public async Task what_the_modality_does_not_take_is_transcoded_where_that_is_allowed()
    {
        await using var store = await DcmtkServer.StoreAsync();
        var allowed = await server.KnowAsync("STORE", store.Port);
        var forbidden = await server.KnowAsync("STORE", store.Port, ("AllowTranscoding", false));
        var instance = await server.UploadAsync(
            SyntheticInstance.Create(_patient).WithImage(4, 4).WithTransferSyntax(SyntheticInstance.DeflatedExplicitVRLittleEndian));
        var id = instance.GetProperty("ID").GetString()!;

        await server.AnswerAsync($"/modalities/{allowed}/store", id);
        var (status, error, _) = await SharedServer.RefusalAsync(server.AskAsync($"/modalities/{forbidden}/store", id));

        DicomFile.Open(File.ReadAllBytes(store.Files.Single())).TransferSyntax.ShouldBe(DicomTransferSyntax.ExplicitVRLittleEndian);
        (status, error).ShouldBe((HttpStatusCode.InternalServerError, 2015));
    }

    [DcmtkFact]
    public async Task bodies_may_have_each_of_the_four_forms()
    {
        await using var store = await DcmtkServer.StoreAsync();
        var path = $"/modalities/{await server.KnowAsync("STORE", store.Port)}/store";
        var (one, other) = (await IdAsync(instance: 1), await IdAsync(instance: 2));

        foreach (var (body, count) in ((object, int)[])
            [(one, 1), ($"\"{one}\"", 1), ((string[])[one, other, one], 2), (new { Resources = (string[])[other] }, 1), ("[]", 0)])
            (await server.AnswerAsync(path, body)).GetProperty("InstancesCount").GetInt32().ShouldBe(count, body.ToString());
        var unknown = new string('0', 8);
        (await SharedServer.RefusalAsync(server.AskAsync(path, "nonsense"))).ShouldBeRefusal(HttpStatusCode.BadRequest, 15);
        (await SharedServer.RefusalAsync(server.AskAsync(path, """["nonsense"]"""))).ShouldBeRefusal(HttpStatusCode.BadRequest, 15);
        (await SharedServer.RefusalAsync(server.AskAsync(path, "{}"))).ShouldBeRefusal(HttpStatusCode.BadRequest, 15);
        (await SharedServer.RefusalAsync(server.AskAsync(path, string.Join('-', Enumerable.Repeat(unknown, 5)))))
            .ShouldBeRefusal(HttpStatusCode.NotFound, 17);
        (await SharedServer.RefusalAsync(server.AskAsync("/modalities/unknown/store", one))).ShouldBeRefusal(HttpStatusCode.NotFound, 7);
    }

    [DcmtkFact]
    public async Task titles_and_the_originator_are_those_that_the_request_names()
    {
        await using var store = await DcmtkServer.StoreAsync("-d");
        var modality = await server.KnowAsync("STORE", NobodyListens, ("LocalAet", "DEFINED"));

        var content = await server.AnswerAsync($"/modalities/{modality}/store", new
        {
            Resources = (string[])[await IdAsync()], LocalAet = "ASKED", CalledAet = "CALLED", store.Port, MoveOriginatorAet = "MOVER",
            MoveOriginatorID = 42,
        });

        content.GetProperty("LocalAet").GetString().ShouldBe("ASKED");
        content.GetProperty("MoveOriginatorAET").GetString().ShouldBe("MOVER");
        content.GetProperty("MoveOriginatorID").GetInt32().ShouldBe(42);
        foreach (var said in (string[])["Calling Application Name:    ASKED", "Called Application Name:     CALLED", "MOVER"])
            await SharedServer.UntilAsync(() => store.Count(said) > 0);
    }

    [DcmtkFact]
    public async Task what_is_refused_fails_the_job_with_the_reason_unless_it_is_permissive()
    {
        // Whoever may not store is aborted.
        var modality = await server.KnowAsync("ORTHANC", server.Process.DicomPort, ("LocalAet", "NOTHING"));
        var id = await IdAsync();

        var (status, error, details) = await SharedServer.RefusalAsync(server.AskAsync($"/modalities/{modality}/store", id));
        var content = await server.AnswerAsync($"/modalities/{modality}/store", new { Resources = (string[])[id], Permissive = true });

        (status, error).ShouldBe((HttpStatusCode.InternalServerError, 9));
        details.ShouldNotBeNull().ShouldStartWith("DicomAssociation - sending to AET \"ORTHANC\": ");
        content.GetProperty("FailedInstancesCount").GetInt32().ShouldBe(1);
    }

    [DcmtkFact]
    public async Task who_does_not_wait_gets_the_job()
    {
        await using var store = await DcmtkServer.StoreAsync();
        var modality = await server.KnowAsync("STORE", store.Port);

        var started = await server.AnswerAsync(
            $"/modalities/{modality}/store", new { Resources = (string[])[await IdAsync()], Asynchronous = true, UserData = "mine" });
        var job = await server.EndOfJobAsync(started.GetProperty("ID").GetString()!);

        started.GetProperty("Path").GetString().ShouldBe($"/jobs/{started.GetProperty("ID").GetString()}");
        job.GetProperty("Type").GetString().ShouldBe("DicomModalityStore");
        job.GetProperty("State").GetString().ShouldBe("Success");
        job.GetProperty("UserData").GetString().ShouldBe("mine");
        store.Files.Count.ShouldBe(1);
    }

    [DcmtkFact]
    public async Task a_file_can_be_sent_that_is_not_stored()
    {
        await using var store = await DcmtkServer.StoreAsync();
        var path = $"/modalities/{await server.KnowAsync("STORE", store.Port)}/store-straight";
        var file = SyntheticInstance.Create(_patient).ToBytes();

        using var answer = await server.PostAsync(path, file);
        var sent = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync());

        sent.GetProperty("SOPClassUID").GetString().ShouldBe(SyntheticInstance.SecondaryCapture);
        sent.GetProperty("SOPInstanceUID").GetString().ShouldBe($"2.25.1000.{_patient}.1.1.1");
        DataSetOf(File.ReadAllBytes(store.Files.Single())).ShouldBe(DataSetOf(file));
        (await server.FindAsync("Instance", ("PatientID", $"SYN{_patient}"))).ShouldBeEmpty();
        (await SharedServer.RefusalAsync(server.PostAsync(path, "nonsense"u8.ToArray()))).ShouldBeRefusal(HttpStatusCode.BadRequest, 15);
    }

    private async Task<string> IdAsync(int instance = 1) =>
        (await server.UploadAsync(SyntheticInstance.Create(_patient, instance: instance))).GetProperty("ID").GetString()!;

    // What follows the file meta information.
    private static byte[] DataSetOf(byte[] file) => file[(144 + BitConverter.ToInt32(file, 140))..];
}

internal static class Refusals
{
    public static void ShouldBeRefusal(
        this (HttpStatusCode Status, int? Error, string? Details) refusal, HttpStatusCode status, int error) =>
        (refusal.Status, refusal.Error).ShouldBe((status, error), refusal.Details);
}
