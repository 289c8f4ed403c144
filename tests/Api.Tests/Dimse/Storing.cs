using System.Globalization;
using System.Net.Sockets;
using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Dimse;

[Collection(nameof(OneDicomServer))]
public sealed class Storing(DicomFixture server)
{
    [DcmtkTheory]
    [InlineData("storescu", "-xs")]
    [InlineData("dcmsend", "-v")]
    public async Task what_tools_send_is_stored_as_it_came(string tool, string option)
    {
        var instance = SyntheticInstance.Create(SharedServer.NewPatient()).WithImage(64, 64);
        using var file = SentFile.Of(instance);

        var run = await Dcmtk.CallAsync(server.Process, tool,
            [.. tool == "dcmsend" ? [option] : Array.Empty<string>(), "-aet", "SENDER", "-aec", "ARCHIVE", file.Path]);

        run.ExitCode.ShouldBe(0, run.Said);
        var id = await IdOfAsync(instance);
        var sent = DicomFile.Open(instance.ToBytes());
        var stored = DicomFile.Open(await server.BytesAsync($"/instances/{id}/file"));
        stored.Dataset.Select(item => item.Tag).ShouldBe(sent.Dataset.Select(item => item.Tag));
        ((DicomElement)stored.Dataset.Find(DicomTag.PixelData)!).GetBytes().ToArray()
            .ShouldBe(((DicomElement)sent.Dataset.Find(DicomTag.PixelData)!).GetBytes().ToArray());
        stored.TransferSyntax.UID.ShouldBe(SyntheticInstance.ExplicitVRLittleEndian);
    }

    [DcmtkFact]
    public async Task the_instance_knows_where_it_came_from()
    {
        var instance = SyntheticInstance.Create(SharedServer.NewPatient());
        using var file = SentFile.Of(instance);

        await Dcmtk.CallAsync(server.Process, "storescu", "-aet", "SENDER", "-aec", "ARCHIVE", file.Path);

        var metadata = await server.JsonAsync($"/instances/{await IdOfAsync(instance)}/metadata?expand");
        metadata.GetProperty("Origin").GetString().ShouldBe("DicomProtocol");
        metadata.GetProperty("RemoteAET").GetString().ShouldBe("SENDER");
        metadata.GetProperty("CalledAET").GetString().ShouldBe("ARCHIVE");
        metadata.GetProperty("RemoteIP").GetString().ShouldBe("127.0.0.1");
        metadata.TryGetProperty("HttpUsername", out _).ShouldBeFalse();
    }

    [DcmtkFact]
    public async Task what_is_stored_already_is_a_success()
    {
        using var file = SentFile.Of(SyntheticInstance.Create(SharedServer.NewPatient()));

        for (var i = 0; i < 2; i++)
        {
            var run = await Dcmtk.CallAsync(server.Process, "storescu", "-v", file.Path);
            run.ExitCode.ShouldBe(0, run.Said);
            run.Said.ShouldContain("Received Store Response (Success)");
        }
    }

    [DcmtkTheory]
    [InlineData(SyntheticInstance.ImplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ExplicitVRBigEndian)]
    [InlineData(SyntheticInstance.DeflatedExplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.JPEGProcess1)]
    [InlineData("1.2.840.10008.1.2.4.90")]
    [InlineData("1.2.840.10008.1.2.4.201")]
    public async Task every_transfer_syntax_is_taken(string syntax)
    {
        var patient = SharedServer.NewPatient();
        var instance = DicomTransferSyntax.Lookup(syntax).IsEncapsulated
            ? SyntheticInstance.Create(patient).WithEncapsulatedImage(syntax, 8, 8, [1, 2, 3, 4])
            : SyntheticInstance.Create(patient).WithTransferSyntax(syntax).WithImage(8, 8);

        (await StoreAsync(instance)).ShouldBe(DimseStatus.Success);

        (await server.TextAsync($"/instances/{await IdOfAsync(instance)}/metadata/TransferSyntax")).ShouldBe(syntax);
        DicomFile.Open(await server.BytesAsync($"/instances/{await IdOfAsync(instance)}/file")).TransferSyntax.UID.ShouldBe(syntax);
    }

    [DcmtkFact]
    public async Task a_data_set_of_another_instance_than_the_command_is_refused()
    {
        var instance = SyntheticInstance.Create(SharedServer.NewPatient());

        (await StoreAsync(instance, sopInstance: "1.2.3.4")).ShouldBe(DimseStatus.DataSetDoesNotMatchSopClass);

        (await FoundAsync(instance)).ShouldBeEmpty();
    }

    [DcmtkFact]
    public async Task what_is_no_data_set_is_not_understood_and_the_association_goes_on()
    {
        var instance = SyntheticInstance.Create(SharedServer.NewPatient());
        await using var association = await OpenAsync(SyntheticInstance.ExplicitVRLittleEndian);

        (await StoreAsync(association, instance, [1, 2, 3, 4, 5, 6, 7, 8])).ShouldBe(DimseStatus.UnableToProcess);
        (await StoreAsync(association, instance, [])).ShouldBe(DimseStatus.UnableToProcess);
        (await StoreAsync(association, instance, DataSetOf(instance))).ShouldBe(DimseStatus.Success);
        await association.ReleaseAsync(CancellationToken.None);
    }

    [DcmtkFact]
    public async Task a_data_set_that_lies_about_its_length_is_not_understood()
    {
        var instance = SyntheticInstance.Create(SharedServer.NewPatient());
        var bytes = DataSetOf(instance);
        await using var association = await OpenAsync(SyntheticInstance.ExplicitVRLittleEndian);

        (await StoreAsync(association, instance, bytes[..^3])).ShouldBe(DimseStatus.UnableToProcess);

        (await FoundAsync(instance)).ShouldBeEmpty();
    }

    [DcmtkTheory]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ImplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ExplicitVRBigEndian)]
    public async Task pixels_that_are_not_all_there_are_not_understood(string syntax)
    {
        var instance = SyntheticInstance.Create(SharedServer.NewPatient()).WithTransferSyntax(syntax).WithImage(16, 16);
        await using var association = await OpenAsync(syntax);

        (await StoreAsync(association, instance, DataSetOf(instance)[..^2])).ShouldBe(DimseStatus.UnableToProcess);
        (await FoundAsync(instance)).ShouldBeEmpty();
        (await StoreAsync(association, instance, DataSetOf(instance))).ShouldBe(DimseStatus.Success);
    }

    [DcmtkFact]
    public async Task an_instance_without_patient_study_or_series_is_not_understood()
    {
        var instance = SyntheticInstance.Create(SharedServer.NewPatient()).Without(DicomTag.StudyInstanceUID);

        (await StoreAsync(instance)).ShouldBe(DimseStatus.UnableToProcess);
    }

    [DcmtkFact]
    public async Task a_peer_that_hangs_up_in_the_middle_leaves_nothing_behind()
    {
        var instance = SyntheticInstance.Create(SharedServer.NewPatient()).WithImage(512, 512);
        var files = Incoming();
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync("127.0.0.1", server.Process.DicomPort);
            var association = await Association.RequestAsync(
                socket.GetStream(), null, RequestOf(SyntheticInstance.ExplicitVRLittleEndian), new(), CancellationToken.None);
            using var cut = new CutStream(DataSetOf(instance), 300_000, socket);
            await Should.ThrowAsync<AssociationEndedException>(
                () => association.SendAsync(1, CommandSet.StoreRequest(1, SyntheticInstance.SecondaryCapture, UidOf(instance)), cut));
            await association.DisposeAsync();
        }

        await SharedServer.UntilAsync(() => Incoming().SetEquals(files));
        (await FoundAsync(instance)).ShouldBeEmpty();
    }

    [DcmtkFact]
    public async Task a_peer_that_sends_a_byte_a_second_is_let_go()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", server.Process.DicomPort);
        var stream = socket.GetStream();
        await using var association = await Association.RequestAsync(
            stream, null, RequestOf(SyntheticInstance.ExplicitVRLittleEndian), new(), CancellationToken.None);
        var end = stream.ReadAsync(new byte[10]).AsTask();

        foreach (var part in (byte[])[4, 0, 0, 0, 1, 0, 0, 0, 0])
        {
            if (end.IsCompleted) break;
            await stream.WriteAsync(new[] { part });
            await Task.WhenAny(end, Task.Delay(TimeSpan.FromSeconds(1)));
        }

        (await end).ShouldBeGreaterThan(0, "an abort");
    }

    [DcmtkFact]
    public async Task several_at_once_lose_nothing()
    {
        var patients = Enumerable.Range(0, 8).Select(_ => SharedServer.NewPatient()).ToList();

        await Task.WhenAll(patients.Select(async patient =>
        {
            await using var association = await OpenAsync(SyntheticInstance.ExplicitVRLittleEndian);
            for (var number = 1; number <= 25; number++)
            {
                var instance = SyntheticInstance.Create(patient, instance: number).WithImage(32, 32);
                (await StoreAsync(association, instance, DataSetOf(instance))).ShouldBe(DimseStatus.Success);
            }
            await association.ReleaseAsync(CancellationToken.None);
        }));

        foreach (var patient in patients)
            (await server.FindAsync("Instance", ("PatientID", string.Create(CultureInfo.InvariantCulture, $"SYN{patient}"))))
                .Count.ShouldBe(25);
    }

    private static AssociateRequest RequestOf(string syntax) => new()
    {
        CalledAet = "ORTHANC", CallingAet = "SENDER", Contexts = [new(1, SyntheticInstance.SecondaryCapture, [syntax])],
    };

    private static string UidOf(SyntheticInstance instance) =>
        DicomFile.Open(instance.ToBytes()).Dataset.TryGetString(DicomTag.SOPInstanceUID, out var uid) ? uid
            : throw new ArgumentException("It has no UID");

    private static byte[] DataSetOf(SyntheticInstance instance) =>
        (instance with { HasPreamble = false, HasFileMetaInfo = false }).ToBytes();

    private static async Task<DimseStatus> StoreAsync(
        Association association, SyntheticInstance instance, byte[] dataSet, string? sopInstance = null)
    {
        using var stream = new MemoryStream(dataSet);
        await association.SendAsync(
            1, CommandSet.StoreRequest(1, SyntheticInstance.SecondaryCapture, sopInstance ?? UidOf(instance)), stream);
        return (await association.ReceiveAsync(CancellationToken.None))!.Command.Status;
    }

    private async Task<DimseStatus> StoreAsync(SyntheticInstance instance, string? sopInstance = null)
    {
        await using var association = await OpenAsync(instance.TransferSyntax);
        var status = await StoreAsync(association, instance, DataSetOf(instance), sopInstance);
        await association.ReleaseAsync(CancellationToken.None);
        return status;
    }

    private Task<Association> OpenAsync(string syntax) =>
        Association.OpenAsync(new("127.0.0.1", server.Process.DicomPort), RequestOf(syntax), new(), CancellationToken.None);

    private async Task<string> IdOfAsync(SyntheticInstance instance) => (await FoundAsync(instance)).ShouldHaveSingleItem();

    private Task<IReadOnlyList<string>> FoundAsync(SyntheticInstance instance) =>
        server.FindAsync("Instance", ("SOPInstanceUID", UidOf(instance)));

    private HashSet<string> Incoming() =>
        [.. Directory.EnumerateFiles(
            server.DataFolder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
        .Where(path => path.Contains("incoming", StringComparison.Ordinal))];

    private sealed class CutStream(byte[] bytes, int after, TcpClient socket) : MemoryStream(bytes, writable: false)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position > after) socket.Client.Close();
            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
