using System.Globalization;
using System.Text;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.SharedServer;

namespace EventDicom.Api.Tests.Modifying;

[Collection(nameof(OneServer))]
public sealed class AnonymizingResources(SharedServer server)
{
    [LocalPostgresFact]
    public async Task keeps_the_relations_of_a_whole_study()
    {
        var patient = NewPatient();
        var (study, _, instances) = await server.UploadStudyAsync(patient);

        var answer = await server.AnswerAsync($"/studies/{study}/anonymize", "{}");

        answer.GetProperty("IsAnonymization").GetBoolean().ShouldBeTrue();
        var result = await server.JsonAsync(answer.Text("Path")!);
        result.Text("AnonymizedFrom").ShouldBe(study);
        result.GetProperty("Series").GetArrayLength().ShouldBe(2);
        (await server.JsonAsync($"/patients/{answer.Text("PatientID")}")).Text("AnonymizedFrom").ShouldNotBeNull();

        var datasets = await server.DatasetsAsync(answer.Text("Path")!);
        datasets.Count.ShouldBe(4);
        datasets.Select(dataset => dataset.Value(DicomTag.PatientName)).Distinct().ShouldHaveSingleItem().ShouldStartWith("Anonymized");
        datasets.Select(dataset => dataset.Value(DicomTag.PatientID)).Distinct().ShouldHaveSingleItem();
        var images = datasets.Select(dataset => dataset.Value(DicomTag.SOPInstanceUID)).ToList();
        var references = datasets.Select(dataset => dataset.Find(DicomTag.ReferencedImageSequence)).OfType<DicomSequence>()
            .Select(sequence => sequence.Items[0].Value(DicomTag.ReferencedSOPInstanceUID)).ToList();
        references.Count.ShouldBe(2);
        references.ShouldBeSubsetOf(images);
        references.Distinct().Count().ShouldBe(2);

        foreach (var instance in (await server.JsonAsync($"{answer.Text("Path")}/instances")).EnumerateArray())
        {
            instance.Text("AnonymizedFrom").ShouldBeOneOf(instances);
            var file = await server.BytesAsync($"/instances/{instance.Text("ID")}/file");
            file.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"Patient{patient}")).ShouldBe(-1);
            file.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"2.25.1000.{patient}.")).ShouldBe(-1);
        }
    }

    [LocalPostgresFact]
    public async Task numbers_its_patients_one_for_each_request()
    {
        var (study, _, instances) = await server.UploadStudyAsync(NewPatient());
        async Task<int> NumberAsync(string name)
        {
            name.ShouldStartWith("Anonymized");
            return int.Parse(await Task.FromResult(name["Anonymized".Length..]), CultureInfo.InvariantCulture);
        }

        var first = await NumberAsync((await OneAsync(instances[0], "{}")).Value(DicomTag.PatientName));
        (await OneAsync(instances[0], """{"Replace":{"PatientName":"x"}}""")).Value(DicomTag.PatientName).ShouldBe("x");
        var second = await NumberAsync((await OneAsync(instances[1], "{}")).Value(DicomTag.PatientName));
        var answer = await server.AnswerAsync($"/studies/{study}/anonymize", "{}");
        var third = await NumberAsync((await server.DatasetsAsync(answer.Text("Path")!))[0].Value(DicomTag.PatientName));

        second.ShouldBeGreaterThan(first);
        third.ShouldBeGreaterThan(second);
    }

    [LocalPostgresFact]
    public async Task makes_each_request_a_world_of_its_own()
    {
        var (study, _, _) = await server.UploadStudyAsync(NewPatient());

        var first = await server.AnswerAsync($"/studies/{study}/anonymize", "{}");
        var second = await server.AnswerAsync($"/studies/{study}/anonymize", """{"DicomVersion":"2017c","Keep":["StudyDescription"]}""");

        second.Text("ID").ShouldNotBe(first.Text("ID"));
        second.Text("PatientID").ShouldNotBe(first.Text("PatientID"));
        (await server.DatasetsAsync(second.Text("Path")!))
            .ShouldAllBe(dataset => dataset.Value(DicomTag.StudyDescription) == "Desc"
                && dataset.Value(DicomTag.DeidentificationMethod) == "Orthanc 1.13.0");
    }

    [LocalPostgresFact]
    public async Task anonymizes_large_files_without_holding_them()
    {
        var patient = NewPatient();
        var uploaded = await server.UploadAsync(SyntheticInstance.Create(patient).WithImage(1024, 1024, bits: 16, frames: 4));

        var answer = await server.AnswerAsync($"/series/{uploaded.Text("ParentSeries")}/anonymize", """{"KeepSource":false}""");

        var dataset = (await server.DatasetsAsync(answer.Text("Path")!)).ShouldHaveSingleItem();
        ((DicomElement)dataset.Find(DicomTag.PixelData)!).Length.ShouldBe(8 << 20);
        (await server.ExistsAsync($"/instances/{uploaded.Text("ID")}")).ShouldBeFalse();
    }

    private async Task<DicomDataset> OneAsync(string instance, string body)
    {
        using var answer = await server.AskAsync($"/instances/{instance}/anonymize", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return DicomFile.Open(await answer.Content.ReadAsByteArrayAsync()).Dataset;
    }
}
