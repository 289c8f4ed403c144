using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.SharedServer;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>Splits and merges.</summary>
[Collection(nameof(OneServer))]
public sealed class MovingBetweenStudies(SharedServer server)
{
    [LocalPostgresFact]
    public async Task splits_series_into_a_new_study()
    {
        var patient = NewPatient();
        var (study, series, instances) = await server.UploadStudyAsync(patient);

        var answer = await server.AnswerAsync($"/studies/{study}/split",
            $$$"""{"Series":["{{{series[1]}}}"],"Replace":{"PatientName":"Split^Off"},"Remove":["StudyDescription"]}""");

        answer.GetProperty("InstancesCount").GetInt32().ShouldBe(2);
        var target = await server.DatasetsAsync($"/studies/{answer.Text("TargetStudy")}");
        target.Count.ShouldBe(2);
        target.ShouldAllBe(dataset => dataset.Value(DicomTag.StudyInstanceUID) == answer.Text("TargetStudyUID"));
        target.ShouldAllBe(dataset => dataset.Value(DicomTag.PatientName) == "Split^Off"
            && dataset.Value(DicomTag.PatientID) == $"SYN{patient}" && !dataset.Contains(DicomTag.StudyDescription));
        target.Select(dataset => dataset.Value(DicomTag.SeriesInstanceUID)).Distinct().ShouldHaveSingleItem()
            .ShouldNotBe($"2.25.1000.{patient}.1.2");
        // References stay as they are
        ((DicomSequence)target[0].Find(DicomTag.ReferencedImageSequence)!).Items[0].Value(DicomTag.ReferencedSOPInstanceUID)
            .ShouldStartWith($"2.25.1000.{patient}.1.1.");
        (await server.ExistsAsync($"/series/{series[1]}")).ShouldBeFalse();
        (await server.JsonAsync($"/studies/{study}")).GetProperty("Series").Texts().ShouldBe([series[0]]);
        (await server.ExistsAsync($"/instances/{instances[0]}")).ShouldBeTrue();
    }

    [LocalPostgresFact]
    public async Task splits_instances_and_may_keep_them()
    {
        var (study, series, instances) = await server.UploadStudyAsync(NewPatient());

        var answer = await server.AnswerAsync($"/studies/{study}/split",
            $$$"""{"Instances":["{{{instances[0]}}}","{{{instances[2]}}}"],"KeepSource":true}""");

        (await server.JsonAsync($"/studies/{answer.Text("TargetStudy")}")).GetProperty("Series").GetArrayLength().ShouldBe(2);
        (await server.JsonAsync($"/studies/{study}/instances")).GetArrayLength().ShouldBe(4);
        series.Length.ShouldBe(2);
    }

    [LocalPostgresTheory]
    [InlineData("""{}""", 400, 8)]
    [InlineData("""{"Series":[]}""", 400, 8)]
    [InlineData("""{"Series":["x"]}""", 404, 17)]
    [InlineData("""{"Series":["OTHER"]}""", 404, 17)]
    [InlineData("""{"Instances":["SERIES"]}""", 404, 17)]
    [InlineData("""{"Series":"x"}""", 400, 15)]
    [InlineData("""{"Series":["SERIES"],"Replace":{"Rows":"3"}}""", 400, 3)]
    [InlineData("""{"Series":["SERIES"],"Replace":{"StudyInstanceUID":"3"}}""", 400, 3)]
    [InlineData("""{"Series":["SERIES"],"Remove":["StudyInstanceUID"]}""", 400, 3)]
    [InlineData("""{"Series":["SERIES"],"Remove":["SeriesInstanceUID"]}""", 400, 3)]
    [InlineData("""{"Series":["SERIES"],"Replace":{"PatientName":5}}""", 400, 15)]
    [InlineData("""{"Series":["SERIES"],"Replace":{"Nope":"x"}}""", 500, 27)]
    [InlineData("""{"Series":["SERIES"],"Replace":{"PatientName":null}}""", 400, 15)]
    [InlineData("""{"Series":["SERIES"],"Replace":{"ReferencedStudySequence":[]}}""", 400, 15)]
    [InlineData("""{"Series":["SERIES"],"Replace":[]}""", 400, 15)]
    [InlineData("""{"Series":["SERIES"],"Remove":{}}""", 400, 15)]
    [InlineData("""{"Series":["SERIES"],"Remove":[5]}""", 400, 15)]
    [InlineData("""{"Series":["SERIES"],"Remove":["Nope"]}""", 500, 27)]
    [InlineData("""{"Series":["SERIES"],"KeepSource":0}""", 400, 15)]
    [InlineData("""[]""", 400, 15)]
    [InlineData("", 400, 15)]
    public async Task refuses_splits_that_make_no_sense(string body, int status, int error)
    {
        var (study, series, _) = await server.UploadStudyAsync(NewPatient());
        var (_, others, _) = await server.UploadStudyAsync(NewPatient());

        var refusal = await RefusalAsync(
            server.AskAsync($"/studies/{study}/split", body.Replace("SERIES\"", $"{series[0]}\"").Replace("OTHER", others[0])));

        ((int)refusal.Status, refusal.Error).ShouldBe((status, error));
        (await server.JsonAsync($"/studies/{study}/instances")).GetArrayLength().ShouldBe(4);
    }

    [LocalPostgresFact]
    public async Task merges_a_study_into_another_patients_study()
    {
        var (mine, others) = (NewPatient(), NewPatient());
        var (study, _, _) = await server.UploadStudyAsync(mine, description: "Goes");
        var (target, _, _) = await server.UploadStudyAsync(others, description: "Stays");

        var answer = await server.AnswerAsync($"/studies/{target}/merge", $$"""{"Resources":["{{study}}"]}""");

        answer.Text("TargetStudy").ShouldBe(target);
        answer.GetProperty("InstancesCount").GetInt32().ShouldBe(4);
        var merged = await server.DatasetsAsync($"/studies/{target}");
        merged.Count.ShouldBe(8);
        merged.ShouldAllBe(dataset =>
            dataset.Value(DicomTag.StudyInstanceUID) == $"2.25.1000.{others}.1" && dataset.Value(DicomTag.PatientID) == $"SYN{others}"
            && dataset.Value(DicomTag.PatientName) == $"Synthetic^Patient{others}" && dataset.Value(DicomTag.StudyDescription) == "Stays");
        merged.Select(dataset => dataset.Value(DicomTag.SeriesInstanceUID)).Distinct().Count().ShouldBe(4);
        (await server.ExistsAsync($"/studies/{study}")).ShouldBeFalse();
    }

    [LocalPostgresFact]
    public async Task removes_what_the_target_lacks_and_loses_no_character_of_what_it_has()
    {
        var (mine, others) = (NewPatient(), NewPatient());
        var source = await server.UploadAsync(SyntheticInstance.Create(mine).With(DicomTag.SpecificCharacterSet, "ISO_IR 100")
            .With(DicomTag.PatientSex, "F").With(DicomTag.InstitutionName, "LO", "Hôpital"));
        var name = "Yamada^Tarou=山田^太郎";
        var instance = SyntheticInstance.Create(others).With(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        var target = await server.UploadAsync(
            instance with { Dataset = instance.Dataset.With(DicomTag.PatientName, "PN", name, System.Text.Encoding.UTF8) });

        await server.AnswerAsync($"/studies/{target.Text("ParentStudy")}/merge",
            $$"""{"Resources":["{{source.Text("ID")}}"],"KeepSource":true}""");

        var moved = (await server.DatasetsAsync($"/studies/{target.Text("ParentStudy")}"))
            .Single(dataset => dataset.Contains(DicomTag.InstitutionName));
        moved.Value(DicomTag.PatientName).ShouldBe(name);
        moved.Value(DicomTag.InstitutionName).ShouldBe("Hôpital");
        moved.Contains(DicomTag.PatientSex).ShouldBeFalse();
        (await server.ExistsAsync($"/instances/{source.Text("ID")}")).ShouldBeTrue();
    }

    [LocalPostgresTheory]
    [InlineData("""{}""", 400, 15)]
    [InlineData("""{"Resources":"x"}""", 400, 15)]
    [InlineData("""{"Resources":{}}""", 400, 15)]
    [InlineData("""{"Resources":[5]}""", 400, 15)]
    [InlineData("""[]""", 400, 15)]
    [InlineData("", 400, 15)]
    [InlineData("""{"Resources":["x"]}""", 404, 17)]
    [InlineData("""{"Resources":["STUDY"]}""", 404, 17)]
    [InlineData("""{"Resources":["SERIES"]}""", 404, 17)]
    [InlineData("""{"Resources":["INSTANCE"]}""", 404, 17)]
    [InlineData("""{"Resources":["PATIENT"]}""", 404, 17)]
    public async Task refuses_merges_that_make_no_sense(string body, int status, int error)
    {
        var (study, series, instances) = await server.UploadStudyAsync(NewPatient());
        var patient = (await server.JsonAsync($"/studies/{study}")).Text("ParentPatient");

        var refusal = await RefusalAsync(server.AskAsync(
            $"/studies/{study}/merge", body.Replace("STUDY", study).Replace("SERIES", series[0]).Replace("INSTANCE", instances[0])
            .Replace("PATIENT", patient)));

        ((int)refusal.Status, refusal.Error).ShouldBe((status, error));
        (await RefusalAsync(server.AskAsync("/studies/nope/merge", $$"""{"Resources":["{{study}}"]}"""))).Error.ShouldBe(17);
        (await RefusalAsync(server.AskAsync("/studies/nope/split", $$"""{"Series":["{{series[0]}}"]}"""))).Error.ShouldBe(17);
    }
}
