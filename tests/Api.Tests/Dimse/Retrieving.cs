using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>C-MOVE asked by <c>movescu</c>, which receives itself, and C-GET asked by <c>getscu</c>.</summary>
[Collection(nameof(OneDicomServer))]
public sealed class Retrieving(DicomFixture server) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventdicom-retrieve-");
    private readonly int _patient = SharedServer.NewPatient();

    public void Dispose() => _folder.Delete(recursive: true);

    [DcmtkTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task every_level_can_be_retrieved(bool byMove)
    {
        await UploadAsync();

        foreach (var (keys, count) in (((string, string)[], int)[])
        [
            ([("QueryRetrieveLevel", "PATIENT"), ("PatientID", $"SYN{_patient}")], 4),
            ([("QueryRetrieveLevel", "STUDY"), ("StudyInstanceUID", Uid("1"))], 3),
            ([("QueryRetrieveLevel", "SERIES"), ("StudyInstanceUID", Uid("1")), ("SeriesInstanceUID", Uid("1.1"))], 2),
            ([("QueryRetrieveLevel", "IMAGE"), ("SOPInstanceUID", Uid("1.1.2"))], 1),
            ([("QueryRetrieveLevel", "IMAGE"), ("SOPInstanceUID", $@"{Uid("1.1.2")}\{Uid("2.1.1")}")], 2),
            ([("QueryRetrieveLevel", "STUDY"), ("AccessionNumber", string.Create(CultureInfo.InvariantCulture, $"A{_patient}.1"))], 3),
        ])
        {
            foreach (var file in _folder.GetFiles()) file.Delete();
            var run = byMove ? await MoveAsync(keys) : await GetAsync(keys);

            run.ExitCode.ShouldBe(0, run.Said);
            run.Said.ShouldContain(
                byMove ? "Received Final Move Response (Success)" : "0x0000: Success", Case.Sensitive, run.Said);
            _folder.GetFiles().Length.ShouldBe(count, string.Join(',', keys));
        }
    }

    [DcmtkFact]
    public async Task a_move_without_level_means_the_deepest_key()
    {
        await UploadAsync();

        var run = await MoveAsync(("StudyInstanceUID", Uid("1")), ("SeriesInstanceUID", Uid("1.1")));

        run.Said.ShouldContain("Received Final Move Response (Success)");
        _folder.GetFiles().Length.ShouldBe(2);
    }

    [DcmtkFact]
    public async Task of_a_list_a_move_passes_over_what_is_unknown_and_a_get_does_not()
    {
        await UploadAsync();
        (string, string)[] some = [("QueryRetrieveLevel", "STUDY"), ("StudyInstanceUID", $@"{Uid("1")}\1.2.3.4")];
        (string, string)[] none = [("QueryRetrieveLevel", "STUDY"), ("StudyInstanceUID", "1.2.3.4")];

        (await MoveAsync(some)).Said.ShouldContain("Received Final Move Response (Success)");
        (await MoveAsync(none)).Said.ShouldContain("UnableToProcess");
        foreach (var file in _folder.GetFiles()) file.Delete();
        (await GetAsync(some)).Said.ShouldContain("UnableToProcess");
        _folder.GetFiles().ShouldBeEmpty();
    }

    [DcmtkFact]
    public async Task what_the_peer_does_not_take_as_it_is_is_transcoded()
    {
        await server.UploadAsync(
            SyntheticInstance.Create(_patient).WithTransferSyntax(SyntheticInstance.DeflatedExplicitVRLittleEndian).WithImage(8, 8));

        await GetAsync(("QueryRetrieveLevel", "STUDY"), ("StudyInstanceUID", Uid("1")));

        var file = DicomFile.Open(await File.ReadAllBytesAsync(_folder.GetFiles().ShouldHaveSingleItem().FullName));
        file.TransferSyntax.IsDeflated.ShouldBeFalse();
        file.Dataset.Contains(DicomTag.PixelData).ShouldBeTrue();
    }

    [DcmtkFact]
    public async Task a_destination_that_nobody_knows_is_not_sent_to()
    {
        await UploadAsync();

        var run = await Dcmtk.CallAsync(
            server.Process, "movescu", "-v", "-S", "-aet", "KNOWN", "-aem", "NOBODY", "-k", "QueryRetrieveLevel=STUDY", "-k",
            $"StudyInstanceUID={Uid("1")}");

        run.Said.ShouldContain("UnableToProcess");
    }

    [DcmtkTheory]
    [InlineData("movescu")]
    [InlineData("getscu")]
    public async Task strangers_may_not_retrieve(string tool)
    {
        var run = await Dcmtk.CallAsync(
            server.Process, tool, "-v", "-S", "-aet", "STRANGER", "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=1.2");

        run.Said.ShouldContain("Abort", Case.Insensitive);
    }

    private async Task UploadAsync()
    {
        await server.UploadAsync(SyntheticInstance.Create(_patient, 1, 1, 1).WithImage(16, 16));
        await server.UploadAsync(SyntheticInstance.Create(_patient, 1, 1, 2).WithImage(16, 16));
        await server.UploadAsync(SyntheticInstance.Create(_patient, 1, 2, 1).WithImage(16, 16));
        await server.UploadAsync(SyntheticInstance.Create(_patient, 2, 1, 1).WithImage(16, 16));
    }

    private string Uid(string below) => string.Create(CultureInfo.InvariantCulture, $"2.25.1000.{_patient}.{below}");

    private async Task<DcmtkRun> MoveAsync(params (string Key, string Value)[] keys)
    {
        var port = FreePort.Next();
        using var put = await server.PutAsync("/modalities/mover", $$"""["MOVER", "127.0.0.1", {{port}}]""");
        return await Dcmtk.CallAsync(
            server.Process, "movescu",
            [
                "-v", "-S", "-aet", "MOVER", "-aem", "MOVER", "+P", port.ToString(CultureInfo.InvariantCulture), "-od", _folder.FullName,
                .. KeysOf(keys), "-to", "30",
            ]);
    }

    private Task<DcmtkRun> GetAsync(params (string Key, string Value)[] keys) => Dcmtk.CallAsync(
        server.Process, "getscu", ["-v", "-d", "-S", "-aet", "KNOWN", "-od", _folder.FullName, .. KeysOf(keys), "-to", "30"]);

    private static IEnumerable<string> KeysOf((string Key, string Value)[] keys) =>
        keys.SelectMany(key => new[] { "-k", $"{key.Key}={key.Value}" });
}
