using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.SharedServer;

namespace EventDicom.Api.Tests.Modifying;

[Collection(nameof(OneServer))]
public sealed class SplittingStudies(SharedServer server)
{
    [LocalPostgresFact]
    public async Task puts_all_that_is_listed_into_one_new_study()
    {
        var patient = NewPatient();
        var (study, series, instances) = await server.UploadStudyAsync(patient);

        var answer = await server.AnswerAsync($"/studies/{study}/split",
            $$"""{"Series":["{{series[1]}}"],"Instances":["{{instances[0]}}","{{instances[2]}}"]}""");

        answer.Names().ShouldBe(["Description", "FailedInstancesCount", "InstancesCount", "TargetStudy", "TargetStudyUID"]);
        (answer.Text("Description"), answer.GetProperty("InstancesCount").GetInt32(), answer.GetProperty("FailedInstancesCount").GetInt32())
            .ShouldBe(("REST API", 3, 0));
        var target = await server.DatasetsAsync($"/studies/{answer.Text("TargetStudy")}");
        target.Count.ShouldBe(3, "an instance that is listed twice moves once");
        target.ShouldAllBe(dataset => dataset.Value(DicomTag.StudyInstanceUID) == answer.Text("TargetStudyUID"));
        // One new series for each old one
        foreach (var group in target.GroupBy(dataset => dataset.Value(DicomTag.SeriesNumber)))
            group.Select(dataset => dataset.Value(DicomTag.SeriesInstanceUID)).Distinct().ShouldHaveSingleItem()
                .ShouldNotStartWith($"2.25.1000.{patient}.");
        target.Select(dataset => dataset.Value(DicomTag.SeriesInstanceUID)).Distinct().Count().ShouldBe(2);
        target.Select(dataset => dataset.Value(DicomTag.SOPInstanceUID)).Distinct().Count().ShouldBe(3);
        target.ShouldAllBe(dataset =>
            !dataset.Value(DicomTag.SOPInstanceUID).StartsWith($"2.25.1000.{patient}.", StringComparison.Ordinal));
        target.Select(dataset => dataset.At("ReferencedImageSequence/ReferencedSOPInstanceUID")).ShouldBe(
            [null, $"2.25.1000.{patient}.1.1.1", $"2.25.1000.{patient}.1.1.2"], ignoreOrder: true, "references stay as they are");
        target.ShouldAllBe(dataset => dataset.At("PatientID") == $"SYN{patient}" && dataset.At("StudyDescription") == "Desc"
            && dataset.At("StudyDate") == "20240102");
        (await server.JsonAsync($"/studies/{answer.Text("TargetStudy")}")).Text("ModifiedFrom").ShouldBe(study);
        (await server.JsonAsync($"/studies/{study}/instances")).EnumerateArray().Select(instance => instance.Text("ID"))
            .ShouldBe([instances[1]]);
    }

    [LocalPostgresTheory]
    [InlineData("""{"Replace":{"PatientID":"OTHER"}}""", "PatientID", "OTHER")]
    [InlineData("""{"Replace":{"PatientID":"OTHER"},"Force":false}""", "PatientID", "OTHER")]
    [InlineData("""{"Replace":{"PatientName":"New^Name"}}""", "PatientName", "New^Name")]
    [InlineData("""{"Replace":{"StudyDescription":"New"}}""", "StudyDescription", "New")]
    [InlineData("""{"Replace":{"0008,0090":"Doc^Tor"}}""", "ReferringPhysicianName", "Doc^Tor")]
    [InlineData("""{"Remove":["AccessionNumber"]}""", "AccessionNumber", null)]
    [InlineData("""{"Remove":["PatientName"]}""", "PatientName", null)]
    [InlineData("""{"Remove":["PatientName"],"Replace":{"PatientName":"x"}}""", "PatientName", "x")]
    [InlineData("""{"Keep":["SOPInstanceUID"]}""", "StudyDescription", "Desc")]
    public async Task changes_what_the_new_study_says_of_its_patient_and_itself(string body, string name, string? expected)
    {
        var patient = NewPatient();
        var (study, series, instances) = await server.UploadStudyAsync(patient);
        var other = $"OTHER{patient}";

        var answer = await server.AnswerAsync(
            $"/studies/{study}/split", $$"""{"Series":["{{series[0]}}"],{{body.Replace("OTHER", other, StringComparison.Ordinal)[1..]}}""");

        var target = await server.DatasetsAsync($"/studies/{answer.Text("TargetStudy")}");
        target.Count.ShouldBe(2);
        target.ShouldAllBe(dataset => dataset.At(name) == (expected == "OTHER" ? other : expected));
        foreach (var instance in instances[..2]) (await server.ExistsAsync($"/instances/{instance}")).ShouldBeFalse();
    }

    [LocalPostgresTheory]
    [InlineData("Keep", "StudyInstanceUID")]
    [InlineData("Remove", "SOPInstanceUID")]
    [InlineData("Remove", "Modality")]
    [InlineData("Remove", "0009,1001")]
    [InlineData("Remove", "ReferencedStudySequence[0].PatientName")]
    public async Task changes_nothing_of_other_modules(string member, string name)
    {
        var (study, series, _) = await server.UploadStudyAsync(NewPatient());

        using var answer = await server.AskAsync($"/studies/{study}/split",
            $$"""{"Series":["{{series[0]}}"],"{{member}}":["{{name}}"],"KeepSource":true}""");

        // Splits have no Keep, and do not look at it.
        if (member == "Keep") answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        else (await RefusalAsync(Task.FromResult(answer))).Error.ShouldBe(3);
    }

    [LocalPostgresFact]
    public async Task leaves_the_main_tags_of_a_patient_that_stays_and_gives_the_new_study_its_own_copy()
    {
        var patient = NewPatient();
        var (study, series, _) = await server.UploadStudyAsync(patient);

        var answer = await server.AnswerAsync($"/studies/{study}/split",
            $$$"""{"Series":["{{{series[0]}}}"],"Replace":{"PatientName":"New^Name"}}""");

        var target = await server.JsonAsync($"/studies/{answer.Text("TargetStudy")}");
        target.GetProperty("PatientMainDicomTags").Text("PatientName").ShouldBe("New^Name");
        (await server.JsonAsync($"/patients/{target.Text("ParentPatient")}")).GetProperty("MainDicomTags").Text("PatientName")
            .ShouldBe($"Synthetic^Patient{patient}");
    }

    [LocalPostgresTheory]
    [InlineData("""{"Asynchronous":true,"Priority":-2}""", -2)]
    [InlineData("""{"Synchronous":false}""", 0)]
    public async Task works_in_the_background_when_asked(string body, int priority)
    {
        var (study, series, _) = await server.UploadStudyAsync(NewPatient());

        var answer = await server.AnswerAsync($"/studies/{study}/split", $$"""{"Series":["{{series[0]}}","{{series[1]}}"],{{body[1..]}}""");
        answer.Names().ShouldBe(["ID", "Path"]);
        var job = await server.Http.EndAsync(answer.Text("ID")!);

        (job.Text("Type"), job.Text("State"), job.GetProperty("Priority").GetInt32()).ShouldBe(("SplitStudy", "Success", priority));
        job.GetProperty("Content").Names()
            .ShouldBe(["Description", "FailedInstancesCount", "InstancesCount", "TargetStudy", "TargetStudyUID"]);
        (await server.ExistsAsync($"/studies/{study}")).ShouldBeFalse("all of it has moved");
        (await server.JsonAsync($"/studies/{job.GetProperty("Content").Text("TargetStudy")}")).GetProperty("Series")
            .GetArrayLength().ShouldBe(2);
    }
}
