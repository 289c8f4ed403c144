using System.Globalization;
using System.Text;
using EventDicom.Api.Tests.Dimse;
using EventDicom.Dicom;
using EventDicom.Support;
using static EventDicom.Api.Tests.Worklists.WorklistQueries;

namespace EventDicom.Api.Tests.Worklists;

/// <summary>The modality worklist asked by <c>findscu -W</c>, out of a folder of files.</summary>
public sealed class AskingForWorklists(WorklistServer server) : IClassFixture<WorklistServer>
{
    private const string Steps = "ScheduledProcedureStepSequence";

    private readonly string _run = string.Create(CultureInfo.InvariantCulture, $"RUN{SharedServer.NewPatient()}");

    [DcmtkTheory]
    [InlineData("PatientName=doe*", "A B")]
    [InlineData("PatientName=DOE^JANE", "A")]
    [InlineData("AccessionNumber=A17", "A")]
    [InlineData("AccessionNumber=a17", "")]
    [InlineData("AccessionNumber=A1?", "A")]
    [InlineData("AccessionNumber=B2\\A17", "A")]
    [InlineData("AccessionNumber=*", "A")]
    [InlineData("AccessionNumber=", "A B C")]
    [InlineData("PatientBirthDate=19700101-19751231", "A")]
    [InlineData("PatientBirthDate=19760101-", "")]
    [InlineData("StudyDescription=Head", "")]
    [InlineData("StudyDescription=", "A B C")]
    [InlineData(Steps, "A B C")]
    [InlineData($"{Steps}[0].Modality=", "A B C")]
    [InlineData($"{Steps}[0].Modality=CT", "A B C")]
    [InlineData($"{Steps}[0].Modality=MR", "B C")]
    [InlineData($"{Steps}[0].Modality=US", "C")]
    [InlineData($"{Steps}[0].Modality=mr", "C")]
    [InlineData($"{Steps}[0].ScheduledProcedureStepStartDate=20260101", "A C")]
    [InlineData($"{Steps}[0].ScheduledProcedureStepStartDate=20260201-", "B C")]
    [InlineData($"{Steps}[0].ScheduledProcedureStepStartDate=-20260131", "A C")]
    [InlineData($"{Steps}[0].ScheduledProcedureStepStartDate=20260202;{Steps}[0].Modality=MR", "B C")]
    [InlineData($"{Steps}[0].ScheduledProcedureStepStartDate=20260202;{Steps}[0].Modality=CT", "C")]
    [InlineData($"{Steps}[0].ScheduledStationAETitle=CT2", "A C")]
    [InlineData("SpecificCharacterSet=ISO_IR 192;PatientName=crâne*", "C")]
    public async Task matches_as_the_rules_say(string keys, string found)
    {
        Plan();

        var (status, answers) = await AskAsync(keys.Split(';'));

        status.ShouldBe("Success");
        answers.Select(answer => answer.Text(DicomTag.PatientID)[_run.Length..]).Order()
            .ShouldBe(found.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [DcmtkFact]
    public async Task answers_what_was_asked_for_and_is_there()
    {
        Plan();

        var answer = (await AskAsync("PatientName=doe^john", "StudyDescription=", $"{Steps}[0].Modality=CT",
            $"{Steps}[0].ScheduledProcedureStepStartDate=")).Answers.Single();

        answer.Select(item => item.Tag).ShouldBe(
            [DicomTag.SpecificCharacterSet, DicomTag.PatientName, DicomTag.PatientID, DicomTag.ScheduledProcedureStepSequence]);
        answer.Text(DicomTag.SpecificCharacterSet).ShouldBe("ISO_IR 100");
        var step = answer.Steps().Single();
        step.Select(item => item.Tag).ShouldBe([DicomTag.Modality, DicomTag.ScheduledProcedureStepStartDate]);
        (step.Text(DicomTag.Modality), step.Text(DicomTag.ScheduledProcedureStepStartDate)).ShouldBe(("CT", "20260303"));
    }

    [DcmtkFact]
    public async Task answers_all_of_a_sequence_that_was_asked_for_as_a_whole()
    {
        Plan();

        var answer = (await AskAsync("PatientName=doe^john", Steps)).Answers.Single();

        answer.Steps().Select(step => step.Text(DicomTag.Modality)).ShouldBe(["MR", "CT"]);
        answer.Steps().ShouldAllBe(step => step.Text(DicomTag.ScheduledProcedureStepDescription) == "Head");
    }

    [DcmtkFact]
    public async Task answers_in_the_default_encoding_of_the_moment()
    {
        Plan();

        var latin = (await AskAsync("SpecificCharacterSet=ISO_IR 192", "PatientName=crâne*")).Answers.Single();
        using (await server.PutAsync("/tools/default-encoding", "Utf8")) { }
        var unicode = (await AskAsync("SpecificCharacterSet=ISO_IR 192", "PatientName=crâne*")).Answers.Single();
        using (await server.PutAsync("/tools/default-encoding", "Latin1")) { }

        (latin.Text(DicomTag.SpecificCharacterSet), latin.Text(DicomTag.PatientName)).ShouldBe(("ISO_IR 100", "Crâne^É"));
        ((DicomElement)latin.Find(DicomTag.PatientName)!).GetBytes().ToArray().ShouldBe(Encoding.Latin1.GetBytes("Crâne^É "));
        (unicode.Text(DicomTag.SpecificCharacterSet), unicode.Text(DicomTag.PatientName)).ShouldBe(("ISO_IR 192", "Crâne^É"));
    }

    [DcmtkFact]
    public async Task matches_and_answers_private_elements_with_their_creator()
    {
        var (creator, element) = (new DicomTag(0x0009, 0x0010), new DicomTag(0x0009, 0x1001));
        Put("A", Planned(_run + "A", "Doe").With(creator, "LO", "ACME").With(element, "LO", "x"));
        Put("B", Planned(_run + "B", "Doe").With(creator, "LO", "OTHER").With(element, "LO", "x"));
        var query = Planned(_run + "*", "").With(creator, "LO", "ACME").With(element, "LO", "x");
        using var file = SentFile.Of(query);

        var (status, answers) = await server.Process.AskAsync("KNOWN", file.Path);

        status.ShouldBe("Success");
        var answer = answers.Single();
        (answer.Text(DicomTag.PatientID), answer.Text(creator), answer.Text(element)).ShouldBe((_run + "A", "ACME", "x"));
    }

    [DcmtkFact]
    public async Task a_query_that_makes_no_sense_is_none_of_the_SOP_class()
    {
        var (status, answers) = await AskAsync($"{Steps}[0].Modality=CT", $"{Steps}[1].Modality=MR");
        status.ShouldContain("DoesNotMatchSOPClass");
        answers.ShouldBeEmpty();
        (await AskAsync("PatientBirthDate=1973*")).Status.ShouldContain("DoesNotMatchSOPClass");
    }

    [DcmtkTheory]
    [InlineData("NOTHING")]
    [InlineData("STRANGER")]
    public async Task who_may_not_ask_is_not_answered(string caller)
    {
        var run = await Dcmtk.CallAsync(server.Process, "findscu", "-v", "-W", "-aet", caller, "-k", "PatientID=");

        run.Said.ShouldContain("Peer Aborted Association");
    }

    [DcmtkFact]
    public async Task who_may_not_ask_for_worklists_may_query_and_the_other_way_round()
    {
        var run = await Dcmtk.CallAsync(
            server.Process, "findscu", "-v", "-S", "-aet", "NOTHING", "-k", "QueryRetrieveLevel=STUDY", "-k", "PatientID=NOBODY");

        run.Said.ShouldContain("Received Final Find Response (Success)");
    }

    [DcmtkFact]
    public async Task files_come_and_go_and_rubbish_is_passed_over()
    {
        Plan();
        File.WriteAllBytes(Path.Combine(server.Folder, $"{_run}-rubbish.wl"), Encoding.ASCII.GetBytes(new string('x', 3000)));
        File.CreateSymbolicLink(Path.Combine(server.Folder, $"{_run}-link.wl"), "/dev/zero");
        (await AskAsync()).Answers.Count.ShouldBe(3);

        File.Delete(Path.Combine(server.Folder, $"{_run}-B.wl"));
        Put("D", Planned(_run + "D", "Doe"));

        (await AskAsync()).Answers.Select(answer => answer.Text(DicomTag.PatientID)[_run.Length..]).Order().ShouldBe(["A", "C", "D"]);
        server.Process.LastWords().ShouldContain($"{_run}-rubbish.wl is passed over");
    }

    [DcmtkFact]
    public async Task a_folder_and_the_REST_API_show_the_same()
    {
        Put("dropped", Planned(_run + "A", "Doe"));
        (await server.JsonAsync($"/worklists/{_run}-dropped")).GetProperty("Tags").Text("PatientID").ShouldBe(_run + "A");

        await server.Process.PlanAsync($"{_run}-planned", $$"""{ "PatientID": "{{_run}}B", "PatientName": "Crâne" }""");
        var answer = (await AskAsync("PatientName=crane*", "PatientID=")).Answers;
        answer.ShouldBeEmpty("an accent is a letter of its own");
        (await AskAsync("SpecificCharacterSet=ISO_IR 192", "PatientName=crâne*")).Answers.Single().Text(DicomTag.PatientID)
            .ShouldBe(_run + "B");
        var dump = await Dcmtk.RunAsync("dcmdump", "+P", "0002,0002", Path.Combine(server.Folder, $"{_run}-planned.wl"));
        dump.Said.ShouldContain("1.2.276.0.7230010.3.1.0.1");

        using (var deleted = await server.DeleteAsync($"/worklists/{_run}-dropped")) deleted.StatusCode.ShouldBe(HttpStatusCode.OK);
        File.Exists(Path.Combine(server.Folder, $"{_run}-dropped.wl")).ShouldBeFalse();
        (await server.JsonAsync("/worklists")).EnumerateArray().Where(worklist => worklist.TryGetProperty("CreationDate", out _))
            .ShouldBeEmpty("files do not say when they were made");
    }

    [DcmtkFact]
    public async Task a_worklist_goes_with_the_stable_study_that_came_of_it()
    {
        var patient = SharedServer.NewPatient();
        var image = SyntheticInstance.Create(patient);
        await server.Process.PlanAsync(
            $"{_run}-done", $$"""{ "PatientID": "SYN{{patient}}", "StudyInstanceUID": "2.25.1000.{{patient}}.1" }""");
        await server.Process.PlanAsync(
            $"{_run}-other", $$"""{ "PatientID": "SYN{{patient}}", "StudyInstanceUID": "2.25.1000.{{patient}}.2" }""");

        await server.UploadAsync(image);

        await SharedServer.UntilAsync(() => !File.Exists(Path.Combine(server.Folder, $"{_run}-done.wl")));
        File.Exists(Path.Combine(server.Folder, $"{_run}-other.wl")).ShouldBeTrue();
    }

    [DcmtkFact]
    public async Task the_server_asks_itself_as_it_asks_others()
    {
        Plan();
        var modality = await server.KnowAsync("ORTHANC", server.Process.DicomPort, ("LocalAet", "KNOWN"));

        var found = await server.AnswerAsync(
            $"/modalities/{modality}/find-worklist",
            $$"""{ "PatientID": "{{_run}}B", "{{Steps}}": [{ "Modality": "MR", "ScheduledProcedureStepStartDate": "" }] }""");
        var whole = await server.AnswerAsync(
            $"/modalities/{modality}/find-worklist", $$"""{ "Query": { "PatientID": "{{_run}}B", "{{Steps}}": [] }, "Short": true }""");

        var planned = found.EnumerateArray().Single();
        planned.Names().ShouldBe(["PatientID", Steps, "SpecificCharacterSet"]);
        planned.GetProperty(Steps)[0].GetRawText().Split('"').ShouldContain("20260202");
        whole[0].GetProperty("0040,0100").GetArrayLength().ShouldBe(2);
    }

    // Jane has one step, John two, and of the third nobody knows what is to be done.
    private void Plan()
    {
        Put("A", Planned(_run + "A", "Doe^Jane", Step("CT", @"CT1\CT2", "20260101"))
            .With(DicomTag.AccessionNumber, "SH", "A17").With(DicomTag.PatientBirthDate, "DA", "19730707"));
        Put("B", Planned(_run + "B", "Doe^John", Step("MR", "MR1", "20260202"), Step("CT", "CT3", "20260303"))
            .With(DicomTag.AccessionNumber, "SH", ""));
        var accented = Planned(_run + "C", "x").With(DicomTag.SpecificCharacterSet, "CS", "ISO_IR 192");
        Put("C", accented with { Dataset = accented.Dataset.With(DicomTag.PatientName, "PN", "Crâne^É", Encoding.UTF8) });
    }

    private void Put(string name, SyntheticInstance planned) =>
        File.WriteAllBytes(Path.Combine(server.Folder, $"{_run}-{name}.wl"), planned.ToBytes());

    private Task<(string Status, IReadOnlyList<DicomDataset> Answers)> AskAsync(params IReadOnlyList<string> keys) =>
        server.Process.AskAsync("KNOWN", [$"PatientID={_run}*", .. keys]);
}
