using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.Modifying.Modifications;
using static EventDicom.Api.Tests.SharedServer;

namespace EventDicom.Api.Tests.Modifying;

[Collection(nameof(OneServer))]
public sealed class MergingStudies(SharedServer server)
{
    [LocalPostgresTheory]
    [InlineData("study", 4)]
    [InlineData("series", 2)]
    [InlineData("instance", 1)]
    public async Task takes_studies_series_and_instances(string what, int moved)
    {
        var (mine, others) = (NewPatient(), NewPatient());
        var (study, series, instances) = await server.UploadStudyAsync(mine);
        var (target, _, _) = await server.UploadStudyAsync(others);

        var answer = await server.AnswerAsync($"/studies/{target}/merge",
            $$"""{"Resources":["{{what switch { "study" => study, "series" => series[1], _ => instances[3] }}}"]}""");

        answer.Names().ShouldBe(["Description", "FailedInstancesCount", "InstancesCount", "TargetStudy"]);
        (answer.GetProperty("InstancesCount").GetInt32(), answer.GetProperty("FailedInstancesCount").GetInt32(), answer.Text("TargetStudy"))
            .ShouldBe((moved, 0, target));
        var merged = (await server.DatasetsAsync($"/studies/{target}"))
            .Where(dataset => !dataset.Value(DicomTag.SOPInstanceUID).StartsWith($"2.25.1000.{others}.", StringComparison.Ordinal))
            .ToList();
        merged.Count.ShouldBe(moved);
        merged.ShouldAllBe(dataset => !dataset.Value(DicomTag.SOPInstanceUID).StartsWith("2.25.1000.", StringComparison.Ordinal));
        merged.ShouldAllBe(dataset => !dataset.Value(DicomTag.SeriesInstanceUID).StartsWith("2.25.1000.", StringComparison.Ordinal));
        merged.ShouldAllBe(dataset => dataset.Value(DicomTag.StudyInstanceUID) == $"2.25.1000.{others}.1");
        foreach (var group in merged.GroupBy(dataset => dataset.Value(DicomTag.SeriesNumber)))
            group.Select(dataset => dataset.Value(DicomTag.SeriesInstanceUID)).Distinct().ShouldHaveSingleItem();
        // References stay as they are
        foreach (var reference in merged.Select(dataset => dataset.At("ReferencedImageSequence/ReferencedSOPInstanceUID")).OfType<string>())
            reference.ShouldStartWith($"2.25.1000.{mine}.1.1.");
        var left = 0;
        foreach (var instance in instances) left += await server.ExistsAsync($"/instances/{instance}") ? 1 : 0;
        left.ShouldBe(4 - moved, "the sources go unless they are kept");
    }

    [LocalPostgresFact]
    public async Task takes_resources_of_several_studies_and_may_keep_them()
    {
        var (one, _, _) = await server.UploadStudyAsync(NewPatient());
        var (two, series, instances) = await server.UploadStudyAsync(NewPatient());
        var (target, _, _) = await server.UploadStudyAsync(NewPatient());

        var answer = await server.AnswerAsync(
            $"/studies/{target}/merge",
            $$"""{"Resources":["{{one}}","{{series[0]}}","{{instances[0]}}","{{instances[3]}}"],"KeepSource":true}""");

        answer.GetProperty("InstancesCount").GetInt32().ShouldBe(4 + 2 + 1);
        (await server.JsonAsync($"/studies/{target}")).GetProperty("Series").GetArrayLength().ShouldBe(2 + 2 + 2);
        foreach (var study in (string[])[one, two]) (await server.JsonAsync($"/studies/{study}/instances")).GetArrayLength().ShouldBe(4);
    }

    [LocalPostgresFact]
    public async Task takes_over_all_that_the_target_says_of_its_patient_and_itself()
    {
        var (mine, others) = (NewPatient(), NewPatient());
        var source = await server.UploadAsync(SyntheticInstance.Create(mine)
            .With(Tag("PatientSex"), "F").With(Tag("PatientComments"), "goes").With(Tag("ReferringPhysicianName"), "Goes^Away")
            .With(Tag("StudyID"), "7")
            .With(Tag("InstitutionName"), "stays").With(Tag("SeriesDescription"), "stays").With(Tag("PatientWeight"), "70"));
        var target = await server.UploadAsync(SyntheticInstance.Create(others)
            .With(Tag("PatientBirthDate"), "19700101").With(Tag("StudyDate"), "20200101").With(Tag("StudyTime"), "010203")
            .With(Tag("AccessionNumber"), "ACC")
            .With(Tag("StudyDescription"), "Target").With(Tag("StudyID"), "8")
            .WithSequence(Tag("ReferencedStudySequence"), SyntheticDataset.Empty.With(Tag("ReferencedSOPInstanceUID"), "2.25.5")));

        await server.AnswerAsync($"/studies/{target.Text("ParentStudy")}/merge", $$"""{"Resources":["{{source.Text("ParentStudy")}}"]}""");

        var moved = (await server.DatasetsAsync($"/studies/{target.Text("ParentStudy")}"))
            .Single(dataset => dataset.At("InstitutionName") == "stays");
        foreach (var (name, value) in ((string, string?)[])
            [
                ("PatientID", $"SYN{others}"), ("PatientName", $"Synthetic^Patient{others}"), ("PatientBirthDate", "19700101"),
                ("PatientSex", null), ("PatientComments", null),
                ("StudyInstanceUID", $"2.25.1000.{others}.1"), ("StudyDate", "20200101"), ("StudyTime", "010203"),
                ("AccessionNumber", "ACC"), ("StudyDescription", "Target"), ("StudyID", "8"),
                ("ReferringPhysicianName", null), ("ReferencedStudySequence/ReferencedSOPInstanceUID", "2.25.5"),
                ("SeriesDescription", "stays"), ("PatientWeight", "70"),
            ])
        {
            moved.At(name).ShouldBe(value, name);
        }
    }

    [LocalPostgresFact]
    public async Task has_nothing_to_do_for_no_resources()
    {
        var (target, _, _) = await server.UploadStudyAsync(NewPatient());

        var answer = await server.AnswerAsync($"/studies/{target}/merge", """{"Resources":[]}""");

        (answer.GetProperty("InstancesCount").GetInt32(), answer.GetProperty("FailedInstancesCount").GetInt32(), answer.Text("TargetStudy"))
            .ShouldBe((0, 0, target));
        (await server.JsonAsync($"/studies/{target}/instances")).GetArrayLength().ShouldBe(4);
    }

    [LocalPostgresFact]
    public async Task works_in_the_background_when_asked()
    {
        var (study, _, _) = await server.UploadStudyAsync(NewPatient());
        var (target, _, _) = await server.UploadStudyAsync(NewPatient());

        var answer = await server.AnswerAsync($"/studies/{target}/merge",
            $$"""{"Resources":["{{study}}"],"Asynchronous":true,"Priority":4}""");
        answer.Names().ShouldBe(["ID", "Path"]);
        var job = await server.Http.EndAsync(answer.Text("ID")!);

        (job.Text("Type"), job.Text("State"), job.GetProperty("Priority").GetInt32()).ShouldBe(("MergeStudy", "Success", 4));
        job.GetProperty("Content").Names().ShouldBe(["Description", "FailedInstancesCount", "InstancesCount", "TargetStudy"]);
        (await server.ExistsAsync($"/studies/{study}")).ShouldBeFalse();
    }
}
