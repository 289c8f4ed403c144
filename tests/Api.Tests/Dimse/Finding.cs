using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EventDicom.Dicom;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>C-FIND asked by <c>findscu</c>, at every level.</summary>
[Collection(nameof(OneDicomServer))]
public sealed partial class Finding(DicomFixture server)
{
    private readonly string _run = string.Create(CultureInfo.InvariantCulture, $"RUN{SharedServer.NewPatient()}");

    [DcmtkTheory]
    [InlineData("PATIENT", 2)]
    [InlineData("STUDY", 3)]
    [InlineData("SERIES", 4)]
    [InlineData("IMAGE", 5)]
    public async Task finds_everything_of_a_level_and_returns_every_key(string level, int count)
    {
        await UploadAsync();

        var (status, answers) = await FindAsync(level, $"PatientID={_run}*", "PatientName=", "StudyInstanceUID=", "OtherPatientNames=");

        status.ShouldBe("Success");
        answers.Count.ShouldBe(count);
        foreach (var answer in answers)
        {
            answer.Text(DicomTag.QueryRetrieveLevel).ShouldBe(level);
            answer.Text(DicomTag.RetrieveAETitle).ShouldBe("ORTHANC");
            answer.Text(DicomTag.SpecificCharacterSet).ShouldBe("ISO_IR 100");
            answer.Text(DicomTag.PatientName).ShouldStartWith("Ann");
            answer.Contains(DicomTag.OtherPatientNames).ShouldBeTrue();
            answer.Contains(DicomTag.StudyInstanceUID).ShouldBeTrue();
        }
    }

    [DcmtkTheory]
    [InlineData("PATIENT", "PatientName=ANN*", 2)]
    [InlineData("PATIENT", "PatientName=ann^one", 1)]
    [InlineData("PATIENT", "PatientName=Ann^???", 2)]
    [InlineData("PATIENT", "PatientSex=f", 0)]
    [InlineData("PATIENT", "PatientSex=F", 1)]
    [InlineData("PATIENT", "PatientSex=F\\M", 2)]
    [InlineData("PATIENT", "PatientBirthDate=19700101-19751231", 1)]
    [InlineData("STUDY", "StudyDate=20240101-", 2)]
    [InlineData("STUDY", "StudyDate=-20231231", 1)]
    [InlineData("STUDY", "StudyDate=20240101-20240102", 1)]
    [InlineData("STUDY", "StudyDate=20240102", 1)]
    [InlineData("STUDY", "StudyTime=1000-1100", 1)]
    [InlineData("STUDY", "StudyDescription=Head", 1)]
    [InlineData("STUDY", "StudyDescription=head", 0)]
    [InlineData("STUDY", "StudyDescription=*", 3)]
    [InlineData("STUDY", "StudyDescription=?*", 2)]
    [InlineData("STUDY", "ModalitiesInStudy=CT", 2)]
    [InlineData("STUDY", "ModalitiesInStudy=CT\\MR", 3)]
    [InlineData("STUDY", "PatientSex=F", 2)]
    [InlineData("SERIES", "Modality=MR", 2)]
    [InlineData("SERIES", "Modality=M?", 2)]
    [InlineData("SERIES", "SeriesNumber=2", 1)]
    [InlineData("SERIES", "StudyDescription=Head", 2)]
    [InlineData("IMAGE", "InstanceNumber=2", 1)]
    [InlineData("IMAGE", "Modality=MR", 2)]
    [InlineData("IMAGE", "Rows=16", 1)]
    [InlineData("STUDY", "Rows=16", 1)]
    [InlineData("STUDY", "Modality=XX", 3)]
    public async Task matches_as_the_rules_say(string level, string key, int count)
    {
        await UploadAsync();

        var (status, answers) = await FindAsync(level, $"PatientID={_run}*", key);

        (status, answers.Count).ShouldBe(("Success", count), key);
    }

    [DcmtkFact]
    public async Task counts_what_is_below()
    {
        await UploadAsync();

        var patient = (
            await FindAsync("PATIENT", $"PatientID={_run}A", "NumberOfPatientRelatedStudies=", "NumberOfPatientRelatedSeries=",
                "NumberOfPatientRelatedInstances=")).Answers.Single();
        var study = (
            await FindAsync("STUDY", $"PatientID={_run}A", "StudyDescription=Head", "ModalitiesInStudy=", "SOPClassesInStudy=",
                "NumberOfStudyRelatedSeries=", "NumberOfStudyRelatedInstances=")).Answers.Single();
        var series = (
            await FindAsync("SERIES", $"PatientID={_run}A", "Modality=CT", "StudyDescription=Head", "NumberOfSeriesRelatedInstances=",
                "InstanceAvailability=")).Answers.Single();

        (patient.Text(DicomTag.NumberOfPatientRelatedStudies), patient.Text(DicomTag.NumberOfPatientRelatedSeries),
            patient.Text(DicomTag.NumberOfPatientRelatedInstances)).ShouldBe(("2", "3", "4"));
        (study.Text(DicomTag.ModalitiesInStudy), study.Text(DicomTag.SOPClassesInStudy))
            .ShouldBe((@"CT\MR", SyntheticInstance.SecondaryCapture));
        (study.Text(DicomTag.NumberOfStudyRelatedSeries), study.Text(DicomTag.NumberOfStudyRelatedInstances)).ShouldBe(("2", "3"));
        (series.Text(DicomTag.NumberOfSeriesRelatedInstances), series.Text(DicomTag.InstanceAvailability)).ShouldBe(("2", "ONLINE"));
    }

    [DcmtkFact]
    public async Task returns_the_content_of_sequences()
    {
        var item = SyntheticDataset.Empty.With(DicomTag.CodeValue, "SH", "C1").With(DicomTag.CodeMeaning, "LO", "meaning");
        await server.UploadAsync(
            Instance("A", 1, 1, 1).WithSequence(DicomTag.ProcedureCodeSequence, item)
                .WithSequence(DicomTag.RequestAttributesSequence, item));

        var answer = (await FindAsync("SERIES", $"PatientID={_run}*", "ProcedureCodeSequence=", "RequestAttributesSequence="))
            .Answers.Single();

        foreach (var tag in (DicomTag[])[DicomTag.ProcedureCodeSequence, DicomTag.RequestAttributesSequence])
            ((DicomSequence)answer.Find(tag)!).Items.Single().Text(DicomTag.CodeMeaning).ShouldBe("meaning", tag.ToString());
    }

    [DcmtkFact]
    public async Task reads_and_answers_in_character_sets()
    {
        var instance = Instance("A", 1, 1, 1).With(DicomTag.SpecificCharacterSet, "CS", "ISO_IR 192");
        await server.UploadAsync(instance with { Dataset = instance.Dataset.With(DicomTag.StudyDescription, "LO", "Crâne", Encoding.UTF8) });

        var answer = (await FindAsync("STUDY", $"PatientID={_run}*", "SpecificCharacterSet=ISO_IR 192", "StudyDescription=Crâne"))
            .Answers.Single();

        answer.Text(DicomTag.SpecificCharacterSet).ShouldBe("ISO_IR 100");
        ((DicomElement)answer.Find(DicomTag.StudyDescription)!).GetBytes().ToArray()
            .ShouldBe([(byte)'C', (byte)'r', 0xE2, (byte)'n', (byte)'e', (byte)' ']);
    }

    [DcmtkTheory]
    [InlineData("QueryRetrieveLevel=ROOM")]
    [InlineData("QueryRetrieveLevel=")]
    [InlineData("StudyInstanceUID=1.2.*")]
    [InlineData("StudyDate=2024*")]
    public async Task what_makes_no_sense_is_not_processed(string key)
    {
        var (status, answers) = await FindAsync("STUDY", key);

        status.ShouldContain("UnableToProcess");
        answers.ShouldBeEmpty();
    }

    [DcmtkFact]
    public async Task strangers_may_not_find()
    {
        var run = await Dcmtk.CallAsync(server.Process, "findscu", "-v", "-S", "-aet", "STRANGER", "-k", "QueryRetrieveLevel=STUDY");

        run.Said.ShouldContain("Peer Aborted Association");
    }

    [DcmtkFact]
    public async Task a_search_can_be_cancelled()
    {
        for (var number = 1; number <= 40; number++) await server.UploadAsync(Instance("A", 1, 1, number));

        var run = await Dcmtk.CallAsync(
            server.Process, "findscu", "-v", "-S", "-aet", "KNOWN", "--cancel", "1", "-k", "QueryRetrieveLevel=IMAGE", "-k",
                $"PatientID={_run}*", "-k", "Rows=");

        run.ExitCode.ShouldBe(0, run.Said);
        Status().Match(run.Said).Groups[1].Value.ShouldBeOneOf("Cancel: MatchingTerminatedDueToCancelRequest", "Success");
    }

    // Two patients; the first has two studies, with three series and four instances in all.
    private async Task UploadAsync()
    {
        await server.UploadAsync(
            Instance("A", 1, 1, 1).With(DicomTag.Modality, "CS", "CT").With(DicomTag.StudyDescription, "LO", "Head").WithImage(16, 16));
        await server.UploadAsync(Instance("A", 1, 1, 2).With(DicomTag.Modality, "CS", "CT").With(DicomTag.StudyDescription, "LO", "Head"));
        await server.UploadAsync(Instance("A", 1, 2, 1).With(DicomTag.Modality, "CS", "MR").With(DicomTag.StudyDescription, "LO", "Head"));
        await server.UploadAsync(
            Instance("A", 2, 1, 1).With(DicomTag.Modality, "CS", "CT").With(DicomTag.StudyDate, "DA", "20240201")
                .With(DicomTag.StudyTime, "TM", "103000"));
        await server.UploadAsync(
            Instance("B", 1, 1, 1).With(DicomTag.Modality, "CS", "MR").With(DicomTag.StudyDescription, "LO", "Knee")
                .With(DicomTag.StudyDate, "DA", "20230303")
            .With(DicomTag.PatientName, "PN", "Ann^Two").With(DicomTag.PatientSex, "CS", "M")
                .With(DicomTag.PatientBirthDate, "DA", "19800101"));
    }

    private SyntheticInstance Instance(string patient, int study, int series, int instance)
    {
        var number = int.Parse(_run.AsSpan(3), CultureInfo.InvariantCulture) * 10 + (patient == "A" ? 1 : 2);
        return SyntheticInstance.Create(number, study, series, instance).With(DicomTag.PatientID, "LO", _run + patient)
            .With(DicomTag.PatientName, "PN", "Ann^One").With(DicomTag.PatientSex, "CS", "F")
                .With(DicomTag.PatientBirthDate, "DA", "19730707");
    }

    private async Task<(string Status, IReadOnlyList<DicomDataset> Answers)> FindAsync(string level, params string[] keys)
    {
        var folder = Directory.CreateTempSubdirectory("eventdicom-find-");
        try
        {
            var run = await Dcmtk.CallAsync(
                server.Process, "findscu",
                ["-v", "-aet", "KNOWN", level == "PATIENT" ? "-P" : "-S", "-X", "-od", folder.FullName, "-k", $"QueryRetrieveLevel={level}",
                    .. keys.SelectMany(key => new[] { "-k", key }), "-to", "30"]);
            var answers = folder.GetFiles("rsp*.dcm").OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => DicomFile.Open(File.ReadAllBytes(file.FullName)).Dataset);
            return (Status().Match(run.Said).Groups[1].Value, [.. answers]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"Received Final Find Response \((.*)\)")]
    private static partial Regex Status();
}

internal static class Texts
{
    public static string Text(this DicomDataset dataset, DicomTag tag) => dataset.TryGetString(tag, out var text) ? text : "(none)";
}
