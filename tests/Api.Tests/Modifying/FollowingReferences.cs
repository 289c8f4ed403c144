using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.Modifying.Modifications;
using static EventDicom.Api.Tests.SharedServer;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>What becomes of references between instances, and of what is nested in sequences.</summary>
[Collection(nameof(OneServer))]
public sealed class FollowingReferences(SharedServer server)
{
    private const string Item = "ReferencedImageSequence/";

    [LocalPostgresTheory]
    [InlineData("studies")]
    [InlineData("series")]
    public async Task leaves_them_alone_in_a_modification(string level)
    {
        var (first, second) = Pair(NewPatient());
        await server.UploadAsync(first);
        var uploaded = await server.UploadAsync(second);

        var answer = await server.AnswerAsync($"/{level}/{uploaded.Text(level == "series" ? "ParentSeries" : "ParentStudy")}/modify",
            """{"Replace":{"PatientComments":"x"},"RemovePrivateTags":true}""");

        var (before, after) = (DicomFile.Open(second.ToBytes()).Dataset, Refers(await server.DatasetsAsync(answer.Text("Path")!)));
        after.At("PatientComments").ShouldBe("x");
        foreach (var name in (string[])["ReferencedSOPInstanceUID", "ReferencedSOPClassUID", "StudyInstanceUID", "SeriesInstanceUID",
            "SOPInstanceUID", "PatientID", "PatientName", "StudyDate", "InstitutionName", "FrameOfReferenceUID", "0009,1001"])
        {
            before.At(Item + name).ShouldNotBeNull(name);
            after.At(Item + name).ShouldBe(before.At(Item + name), name);
        }
        after.At("FrameOfReferenceUID").ShouldBe("2.25.99");
    }

    [LocalPostgresFact]
    public async Task has_them_follow_in_an_anonymization()
    {
        var patient = NewPatient();
        var (first, second) = Pair(patient);
        await server.UploadAsync(first);
        var uploaded = await server.UploadAsync(second);

        var answer = await server.AnswerAsync($"/studies/{uploaded.Text("ParentStudy")}/anonymize", "{}");

        var results = await server.DatasetsAsync(answer.Text("Path")!);
        results.Count.ShouldBe(2);
        var result = Refers(results);
        var target = results.Single(other => other != result);
        result.At(Item + "ReferencedSOPInstanceUID").ShouldBe(target.At("SOPInstanceUID"));
        result.At(Item + "ReferencedSOPClassUID").ShouldBe(SyntheticInstance.SecondaryCapture);
        result.At("SourceImageSequence/ReferencedSOPInstanceUID").ShouldBe(target.At("SOPInstanceUID"));
        // The identifiers of levels have name spaces of their own; all other UIDs are in that of the instances.
        result.At(Item + "StudyInstanceUID").ShouldBe(result.At("StudyInstanceUID"));
        result.At(Item + "SeriesInstanceUID").ShouldBe(target.At("SeriesInstanceUID"));
        result.At(Item + "SOPInstanceUID").ShouldBe(target.At("SOPInstanceUID"));
        result.At(Item + "PatientID").ShouldBe(result.At("PatientID"));
        result.At(Item + "PatientName").ShouldNotBe("In^Ner");
        Guid.TryParseExact(result.At(Item + "PatientName"), "D", out _).ShouldBeTrue();
        result.At("FrameOfReferenceUID").ShouldNotBe("2.25.99");
        result.At("FrameOfReferenceUID").ShouldBe(target.At("FrameOfReferenceUID"));
        result.At(Item + "FrameOfReferenceUID").ShouldBe(target.At("FrameOfReferenceUID"));
        // As the profile has it: removed, emptied where it is text, left alone
        result.At(Item + "InstitutionName").ShouldBeNull();
        result.At(Item + "StudyDate").ShouldBe("");
        result.At(Item + "0009,1001").ShouldBeNull();
        result.At(Item + "0009,0010").ShouldBeNull();
        result.At(Item + "Rows").ShouldBe("3");
        result.At(Item + "CodingSchemeUID").ShouldBe("2.25.88", "no UID that the profile replaces");
        result.At(Item + "ReferencedInstanceSequence/StationName").ShouldBeNull();
        result.At(Item + "ReferencedInstanceSequence/ReferencedSOPInstanceUID").ShouldBe(target.At("SOPInstanceUID"));
    }

    [LocalPostgresFact]
    public async Task has_them_follow_identifiers_that_are_imposed_or_kept()
    {
        var patient = NewPatient();
        var (first, second) = Pair(patient);
        await server.UploadAsync(first);
        var study = (await server.UploadAsync(second)).Text("ParentStudy");

        var imposed = Refers(await server.DatasetsAsync((await server.AnswerAsync(
            $"/studies/{study}/anonymize",
            $$$"""{"Replace":{"StudyInstanceUID":"2.25.3000.{{{patient}}}","PatientID":"P{{{patient}}}"},"Force":true}""")).Text("Path")!));
        imposed.At("StudyInstanceUID").ShouldBe($"2.25.3000.{patient}");
        imposed.At(Item + "StudyInstanceUID").ShouldBe($"2.25.3000.{patient}");
        imposed.At(Item + "PatientID").ShouldBe($"P{patient}");

        var kept = Refers(await server.DatasetsAsync(
            (await server.AnswerAsync($"/studies/{study}/anonymize", """{"Keep":["SOPInstanceUID"],"Force":true}""")).Text("Path")!));
        kept.At("SOPInstanceUID").ShouldBe($"2.25.1000.{patient}.1.2.2");
        kept.At(Item + "ReferencedSOPInstanceUID").ShouldBe($"2.25.1000.{patient}.1.1.1");
    }

    [LocalPostgresTheory]
    [InlineData("ReferencedImageSequence[0].InstitutionName", "InstitutionName", "Clinic")]
    [InlineData("ReferencedImageSequence[*].PatientName", "PatientName", "In^Ner")]
    [InlineData("ReferencedImageSequence[0].ReferencedSOPInstanceUID", "ReferencedSOPInstanceUID", "FIRST")]
    [InlineData("ReferencedImageSequence[0].0009,1001", "0009,1001", "nested")]
    [InlineData("ReferencedImageSequence[1].InstitutionName", "InstitutionName", null)]
    [InlineData("ReferencedImageSequence", "PatientName", "In^Ner")]
    public async Task leaves_what_is_kept_by_its_path(string kept, string name, string? expected)
    {
        var patient = NewPatient();
        var uploaded = await server.UploadAsync(Pair(patient).Second);

        var result = await server.RewriteAsync(uploaded.Text("ID")!, "anonymize", $$"""{"Keep":["{{kept}}"]}""");

        result.Dataset.At(Item + name).ShouldBe(expected == "FIRST" ? $"2.25.1000.{patient}.1.1.1" : expected);
        result.Dataset.At("DeidentificationMethod").ShouldBe("Orthanc 1.13.0");
    }

    [LocalPostgresFact]
    public async Task knows_that_structure_sets_name_a_study_as_if_it_were_an_instance()
    {
        var patient = NewPatient();
        const string Study = "ReferencedFrameOfReferenceSequence/RTReferencedStudySequence/";
        await server.UploadAsync(SyntheticInstance.Create(patient).With(DicomTag.FrameOfReferenceUID, "2.25.99"));
        var uploaded = await server.UploadAsync(SyntheticInstance.Create(patient, series: 2, instance: 2).WithSequence(
            DicomTag.ReferencedFrameOfReferenceSequence,
            SyntheticDataset.Empty.With(DicomTag.FrameOfReferenceUID, "2.25.99").WithSequence(
                DicomTag.RTReferencedStudySequence,
                SyntheticDataset.Empty.With(DicomTag.ReferencedSOPInstanceUID, $"2.25.1000.{patient}.1").WithSequence(
                    DicomTag.RTReferencedSeriesSequence,
                    SyntheticDataset.Empty.With(DicomTag.SeriesInstanceUID, $"2.25.1000.{patient}.1.1").WithSequence(
                        DicomTag.ContourImageSequence,
                        SyntheticDataset.Empty.With(DicomTag.ReferencedSOPInstanceUID, $"2.25.1000.{patient}.1.1.1"))))));

        var answer = await server.AnswerAsync($"/studies/{uploaded.Text("ParentStudy")}/anonymize", "{}");

        var results = await server.DatasetsAsync(answer.Text("Path")!);
        var structures = results.Single(result => result.At("ReferencedFrameOfReferenceSequence") is not null);
        var image = results.Single(result => result != structures);
        structures.At("ReferencedFrameOfReferenceSequence/FrameOfReferenceUID").ShouldBe(image.At("FrameOfReferenceUID"));
        structures.At(Study + "ReferencedSOPInstanceUID").ShouldBe(image.At("StudyInstanceUID"));
        structures.At(Study + "RTReferencedSeriesSequence/SeriesInstanceUID").ShouldBe(image.At("SeriesInstanceUID"));
        structures.At(Study + "RTReferencedSeriesSequence/ContourImageSequence/ReferencedSOPInstanceUID")
            .ShouldBe(image.At("SOPInstanceUID"));
    }

    // An image, and an instance of another series of its study that refers to it.
    private static (SyntheticInstance First, SyntheticInstance Second) Pair(int patient)
    {
        var image = $"2.25.1000.{patient}.1.1.1";
        var item = SyntheticDataset.Empty
            .With(Tag("ReferencedSOPInstanceUID"), image).With(Tag("ReferencedSOPClassUID"), SyntheticInstance.SecondaryCapture)
            .With(Tag("StudyInstanceUID"), $"2.25.1000.{patient}.1").With(Tag("SeriesInstanceUID"), $"2.25.1000.{patient}.1.1")
            .With(Tag("SOPInstanceUID"), image)
            .With(Tag("PatientID"), $"SYN{patient}").With(Tag("PatientName"), "In^Ner").With(Tag("StudyDate"), "20240102")
            .With(Tag("InstitutionName"), "Clinic")
            .With(Tag("FrameOfReferenceUID"), "2.25.99").With(Tag("CodingSchemeUID"), "2.25.88").With(Tag("Rows"), "3")
            .With(new DicomTag(0x0009, 0x0010), "LO", "ACME").With(new DicomTag(0x0009, 0x1001), "LO", "nested")
            .WithSequence(Tag("ReferencedInstanceSequence"),
                SyntheticDataset.Empty.With(Tag("StationName"), "st").With(Tag("ReferencedSOPInstanceUID"), image));
        return (
            SyntheticInstance.Create(patient).With(DicomTag.FrameOfReferenceUID, "2.25.99"),
            SyntheticInstance.Create(patient, series: 2, instance: 2).With(DicomTag.FrameOfReferenceUID, "2.25.99")
                .WithSequence(DicomTag.ReferencedImageSequence, item)
                .WithSequence(DicomTag.SourceImageSequence, SyntheticDataset.Empty.With(Tag("ReferencedSOPInstanceUID"), image)));
    }

    private static DicomDataset Refers(IEnumerable<DicomDataset> datasets) =>
        datasets.Single(dataset => dataset.Contains(DicomTag.ReferencedImageSequence));

}
