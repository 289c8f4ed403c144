using System.Globalization;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;
using EventDicom.Dimse.Tests.Scu;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Npgsql;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>A server whose events a test can read.</summary>
public sealed class RecordingFixture : SharedServer, IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();

    protected override IReadOnlyList<(string Name, object Value)> Options =>
    [
        ("DicomServerEnabled", true),
        ("DicomAlwaysAllowGet", true),
        ("DicomModalities", new Dictionary<string, object[]> { ["asking"] = ["ASKING", "127.0.0.1", 4242] }),
        ("EventDicom", new Dictionary<string, string> { ["ConnectionString"] = _postgres.ConnectionString }),
    ];

    async Task IAsyncLifetime.InitializeAsync()
    {
        await _postgres.InitializeAsync();
        await InitializeAsync();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await _postgres.DisposeAsync();
    }

    /// <summary>What the stream of a study says of what was sent, in its order.</summary>
    public async Task<IReadOnlyList<JsonElement>> SentAsync(string study)
    {
        await using var database = NpgsqlDataSource.Create(_postgres.ConnectionString);
        await using var command = database.CreateCommand(
            "select jsonb_build_object('Origin', headers ->> 'origin', 'Correlation', correlation_id) || data "
            + "from events.mt_events where stream_id = $1 and type = 'instances_sent' order by version");
        command.Parameters.Add(new() { Value = study });
        var sent = new List<JsonElement>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) sent.Add(JsonElement.Parse(rows.GetString(0)));
        return sent;
    }
}

/// <summary>What is sent without a job is an event of its study, as what jobs send: whether all of it went, or it ended in the
/// middle.</summary>
public sealed class RememberingWhatWasSent(RecordingFixture server) : IClassFixture<RecordingFixture>
{
    private const int Instances = 4;

    private readonly int _patient = SharedServer.NewPatient();

    [LocalPostgresFact]
    public async Task by_a_move_to_its_end()
    {
        using var peer = new ScriptedPeer((association, message) => ScriptedPeer.RespondAsync(association, message, DimseStatus.Success));
        var (study, name) = (await UploadAsync(), await KnowAsync(peer));

        (await MoveAsync()).ShouldBe(DimseStatus.Success);

        var sent = (await server.SentAsync(study)).ShouldHaveSingleItem();
        Told(sent).ShouldBe((Instances, 0));
        sent.TryGetProperty("JobId", out _).ShouldBeFalse("no job sent it");
        (sent.Text("Kind"), sent.Text("Receiver"), sent.Text("Address"))
            .ShouldBe(("Modality", name, $"{Aet}@127.0.0.1:{peer.Called.Modality.Port}"));
        (sent.Text("StudyId"), sent.Text("Origin")).ShouldBe((study, "DicomProtocol"));
        sent.Text("Correlation").ShouldNotBeNull().ShouldStartWith("association/");
    }

    [LocalPostgresFact]
    public async Task by_a_move_that_the_destination_ends()
    {
        var taken = 0;
        using var peer = new ScriptedPeer((association, message) => ScriptedPeer.RespondAsync(
            association, message, ++taken < 3 ? DimseStatus.Success : DimseStatus.OutOfResources));
        var study = await UploadAsync();
        await KnowAsync(peer);

        (await MoveAsync()).ShouldBe(DimseStatus.UnableToProcess);

        var sent = (await server.SentAsync(study)).ShouldHaveSingleItem();
        Told(sent).ShouldBe((2, 1));
        var failure = sent.GetProperty("NotSent")[0];
        failure.GetProperty("Status").GetInt32().ShouldBe((int)DimseStatus.OutOfResources);
        failure.Text("Failure").ShouldNotBeNull().ShouldContain("0xA700");
    }

    [LocalPostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task by_a_move_that_is_cancelled_or_whose_requestor_goes_away(bool cancels)
    {
        var (first, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var taken = 0;
        using var peer = new ScriptedPeer(async (association, message) =>
        {
            if (++taken == 2)
            {
                first.SetResult();
                await goOn.Task;
            }
            await ScriptedPeer.RespondAsync(association, message, DimseStatus.Success);
        });
        var study = await UploadAsync();
        await KnowAsync(peer);

        await using (var association = await OpenAsync(DicomUID.StudyRootQueryRetrieveInformationModelMove))
        {
            await AskAsync(association, CommandSet.MoveRequest(1, DicomUID.StudyRootQueryRetrieveInformationModelMove, Aet));
            await first.Task.WaitAsync(TimeSpan.FromMinutes(1));
            if (cancels) await association.SendAsync(1, CommandSet.CancelRequest(1));
            else await association.AbortAsync();
            // There is nothing to wait for that tells when the server has heard it: the instances behind this one are not asked for then.
            await Task.Delay(500);
            goOn.SetResult();
            if (cancels) (await EndAsync(association)).ShouldBe(DimseStatus.Cancel);
        }

        await SharedServer.UntilAsync(() => server.SentAsync(study).Result is not []);
        Told((await server.SentAsync(study)).ShouldHaveSingleItem()).ShouldBe((2, 0));
        taken.ShouldBe(2);
    }

    [LocalPostgresFact]
    public async Task by_a_get_to_its_end()
    {
        var study = await UploadAsync();

        await using var association = await OpenAsync(DicomUID.StudyRootQueryRetrieveInformationModelGet);
        await AskAsync(association, CommandSet.GetRequest(1, DicomUID.StudyRootQueryRetrieveInformationModelGet));
        (await EndAsync(association, _ => DimseStatus.Success)).ShouldBe(DimseStatus.Success);

        var sent = (await server.SentAsync(study)).ShouldHaveSingleItem();
        Told(sent).ShouldBe((Instances, 0));
        (sent.Text("Receiver"), sent.Text("Address")).ShouldBe(("asking", "ASKING@127.0.0.1"));
    }

    [LocalPostgresFact]
    public async Task by_a_get_of_which_not_everything_is_taken()
    {
        var study = await UploadAsync();

        await using var association = await OpenAsync(DicomUID.StudyRootQueryRetrieveInformationModelGet, "STRANGER");
        await AskAsync(association, CommandSet.GetRequest(1, DicomUID.StudyRootQueryRetrieveInformationModelGet));
        (await EndAsync(association, number => number == 2 ? DimseStatus.UnableToProcess : DimseStatus.Success))
            .ShouldBe(DimseStatus.SomeFailed);

        var sent = (await server.SentAsync(study)).ShouldHaveSingleItem();
        Told(sent).ShouldBe((Instances - 1, 1));
        sent.Text("Receiver").ShouldBe("STRANGER");
        sent.GetProperty("NotSent")[0].GetProperty("Status").GetInt32().ShouldBe((int)DimseStatus.UnableToProcess);
    }

    [LocalPostgresFact]
    public async Task by_a_get_whose_requestor_goes_away()
    {
        var study = await UploadAsync();

        await using var association = await OpenAsync(DicomUID.StudyRootQueryRetrieveInformationModelGet);
        await AskAsync(association, CommandSet.GetRequest(1, DicomUID.StudyRootQueryRetrieveInformationModelGet));
        await Should.ThrowAsync<AssociationEndedException>(() => EndAsync(association, number =>
        {
            if (number == 3) association.AbortAsync().GetAwaiter().GetResult();
            return DimseStatus.Success;
        }));

        await SharedServer.UntilAsync(() => server.SentAsync(study).Result is not []);
        var sent = (await server.SentAsync(study)).ShouldHaveSingleItem();
        Told(sent).ShouldBe((2, 1));
        sent.GetProperty("NotSent")[0].Text("Failure").ShouldNotBeNull().ShouldContain("ASKING");
    }

    [LocalPostgresFact]
    public async Task by_passing_on_a_file_that_is_stored_here_and_not_one_that_is_not()
    {
        using var peer = new ScriptedPeer((association, message) => ScriptedPeer.RespondAsync(
            association, message,
            message.Command.SopInstance.EndsWith(".1", StringComparison.Ordinal) ? DimseStatus.Success : DimseStatus.OutOfResources));
        var (study, name) = (await UploadAsync(), await KnowAsync(peer));
        var path = $"/modalities/{name}/store-straight";
        var (one, two) = (SyntheticInstance.Create(_patient), SyntheticInstance.Create(_patient, instance: 2));

        using (var answer = await server.PostAsync(path, one.ToBytes())) answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SharedServer.RefusalAsync(server.PostAsync(path, two.ToBytes()))).ShouldBeRefusal(HttpStatusCode.InternalServerError, 9);
        using (await server.PostAsync(path, SyntheticInstance.Create(_patient, instance: Instances + 1).ToBytes())) { }
        using (await server.PostAsync(path, SyntheticInstance.Create(_patient, study: 2).ToBytes())) { }

        var sent = await server.SentAsync(study);
        sent.Select(Told).ShouldBe([(1, 0), (0, 1)]);
        sent.ShouldAllBe(one => one.Text("Receiver") == name && one.Text("Origin") == "RestApi");
        (await server.SentAsync(Domain.OrthancId.OfStudy($"SYN{_patient}", $"2.25.1000.{_patient}.2").Value)).ShouldBeEmpty();
    }

    [LocalPostgresFact]
    public async Task by_passing_on_a_file_to_a_peer()
    {
        await using var other = await ServerProcess.StartAsync();
        var study = await UploadAsync();
        var name = $"peer{_patient}";
        using (await server.PutAsync($"/peers/{name}", JsonSerializer.Serialize(new[] { other.Http.BaseAddress!.ToString() }))) { }

        using (var answer = await server.PostAsync($"/peers/{name}/store-straight", SyntheticInstance.Create(_patient).ToBytes()))
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        using (await server.PostAsync($"/peers/{name}/store-straight", "no DICOM"u8.ToArray())) { }

        var sent = (await server.SentAsync(study)).ShouldHaveSingleItem();
        Told(sent).ShouldBe((1, 0));
        (sent.Text("Kind"), sent.Text("Receiver"), sent.Text("Address")).ShouldBe(("Peer", name, other.Http.BaseAddress!.ToString()));
    }

    private string Aet => string.Create(CultureInfo.InvariantCulture, $"TO{_patient}");

    private static (int Sent, int NotSent) Told(JsonElement sent) =>
        (sent.GetProperty("Sent").GetInt32(), sent.GetProperty("NotSent").GetArrayLength());

    private Task<string> KnowAsync(ScriptedPeer peer) => server.KnowAsync(Aet, peer.Called.Modality.Port);

    private async Task<string> UploadAsync()
    {
        var study = "";
        for (var number = 1; number <= Instances; number++)
            study = (await server.UploadAsync(SyntheticInstance.Create(_patient, instance: number))).Text("ParentStudy")!;
        return study;
    }

    private Task<Association> OpenAsync(string sopClass, string aet = "ASKING") => Association.OpenAsync(
        new("127.0.0.1", server.Process.DicomPort),
        new()
        {
            CallingAet = aet, CalledAet = "ORTHANC",
            Contexts =
            [
                new(1, sopClass, [DicomUID.ImplicitVRLittleEndian]),
                new(3, SyntheticInstance.SecondaryCapture, [DicomUID.ExplicitVRLittleEndian]),
            ],
            User = new() { Roles = [new(SyntheticInstance.SecondaryCapture, Scu: false, Scp: true)] },
        },
        new(), CancellationToken.None);

    private async Task<DimseStatus> MoveAsync()
    {
        await using var association = await OpenAsync(DicomUID.StudyRootQueryRetrieveInformationModelMove);
        await AskAsync(association, CommandSet.MoveRequest(1, DicomUID.StudyRootQueryRetrieveInformationModelMove, Aet));
        return await EndAsync(association);
    }

    private async Task AskAsync(Association association, CommandSet request)
    {
        var identifier = new DicomDatasetBuilder()
            .AddOrUpdate(DicomTag.QueryRetrieveLevel, DicomVR.CS, "STUDY")
            .AddOrUpdate(DicomTag.StudyInstanceUID, DicomVR.UI, string.Create(CultureInfo.InvariantCulture, $"2.25.1000.{_patient}.1"))
            .Build();
        await association.SendAsync(
            1, request, CommitmentMessages.StreamOf(identifier, DicomTransferSyntax.ImplicitVRLittleEndian));
    }

    /// <param name="takes">What is answered to each instance that comes over the same association, by its number.</param>
    /// <returns>The status of the last response.</returns>
    private static async Task<DimseStatus> EndAsync(Association association, Func<int, DimseStatus>? takes = null)
    {
        for (var number = 0; await association.ReceiveAsync(CancellationToken.None) is { } message;)
        {
            if (message.Command.Field == CommandField.CStoreRequest)
            {
                await message.DataSet!.CopyToAsync(Stream.Null);
                await ScriptedPeer.RespondAsync(association, message, takes!(++number));
            }
            else if (!message.Command.Status.IsPending())
            {
                return message.Command.Status;
            }
        }
        throw new InvalidOperationException("There was no last response");
    }
}
