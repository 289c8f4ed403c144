using System.Text;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.Modifying.Modifications;
using static EventDicom.Api.Tests.SharedServer;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>How the changes of one file follow each other, and what none of them touches.</summary>
[Collection(nameof(OneServer))]
public sealed class OrderingTransformations(SharedServer server)
{
    [LocalPostgresTheory]
    // What is replaced is neither removed with the private attributes nor cleared by the profile before.
    [InlineData("modify", """{"RemovePrivateTags":true,"Replace":{"0009,1001":"x"}}""", "0009,1001", "x")]
    [InlineData("modify", """{"RemovePrivateTags":true,"Replace":{"0009,1001":"x"}}""", "0009,0010", "ACME")]
    [InlineData("anonymize", """{"Replace":{"0009,1001":"x"}}""", "0009,1001", "x")]
    [InlineData("anonymize", """{"Replace":{"AccessionNumber":"x"}}""", "AccessionNumber", "x")]
    // Clears empty what is there, and insert nothing.
    [InlineData("anonymize", "{}", "AccessionNumber", "")]
    [InlineData("anonymize", "{}", "PatientBirthDate", null)]
    // Removals of whole ranges of groups
    [InlineData("anonymize", "{}", "6002,4000", null)]
    [InlineData("anonymize", """{"Keep":["6002,4000"]}""", "6002,4000", "overlay")]
    // Paths come last: after what put the sequence there, and after the profile went through it.
    [InlineData("modify", """{"Replace":{"ReferencedStudySequence":[{"PatientName":"a"}],"ReferencedStudySequence[0].PatientName":"b"}}""",
        "ReferencedStudySequence/PatientName", "b")]
    [InlineData("anonymize", """{"Replace":{"ReferencedImageSequence[*].StudyDate":"20200101"}}""",
        "ReferencedImageSequence/StudyDate", "20200101")]
    [InlineData("anonymize", """{"Remove":["ReferencedImageSequence[0].Rows"]}""", "ReferencedImageSequence/Rows", null)]
    [InlineData("modify",
        """{"Remove":["ReferencedImageSequence[0].PatientName"],"Replace":{"ReferencedImageSequence[0].PatientName":"b"}}""",
        "ReferencedImageSequence/PatientName", "b")]
    // Paths make neither sequences nor items.
    [InlineData("modify", """{"Replace":{"ReferencedStudySequence[0].PatientName":"b"}}""", "ReferencedStudySequence", null)]
    [InlineData("modify", """{"Replace":{"ReferencedImageSequence[1].PatientName":"b"}}""", "ReferencedImageSequence", "(1)")]
    public async Task does_one_after_the_other(string verb, string body, string path, string? expected)
    {
        var uploaded = await server.UploadAsync(SyntheticInstance.Create(NewPatient())
            .With(new DicomTag(0x0009, 0x0010), "LO", "ACME").With(new DicomTag(0x0009, 0x1001), "LO", "secret")
            .With(new DicomTag(0x6002, 0x4000), "LT", "overlay")
            .WithSequence(DicomTag.ReferencedImageSequence,
                SyntheticDataset.Empty.With(DicomTag.PatientName, "In^Ner").With(DicomTag.StudyDate, "20240102").With(Tag("Rows"), "3")));

        (await server.RewriteAsync(uploaded.Text("ID")!, verb, body)).Dataset.At(path).ShouldBe(expected);
    }

    [LocalPostgresFact]
    public async Task writes_text_in_the_character_set_that_the_file_has_or_gets()
    {
        var uploaded = await server.UploadAsync(SyntheticInstance.Create(NewPatient())
            .With(DicomTag.SpecificCharacterSet, "ISO_IR 100").With(DicomTag.InstitutionName, "LO", "Hôpital"));
        var study = uploaded.Text("ParentStudy");

        var latin = await server.AnswerAsync($"/studies/{study}/modify", """{"Replace":{"StudyDescription":"Zo\u00eb"}}""");
        var utf8 = await server.AnswerAsync($"/studies/{study}/modify",
            """{"Replace":{"SpecificCharacterSet":"ISO_IR 192","StudyDescription":"\u5c71"}}""");

        (await FileAsync(latin)).AsSpan().IndexOf(Encoding.Latin1.GetBytes("Zoë")).ShouldBeGreaterThan(0);
        (await server.JsonAsync(latin.Text("Path")!)).GetProperty("MainDicomTags").Text("StudyDescription").ShouldBe("Zoë");
        var file = await FileAsync(utf8);
        file.AsSpan().IndexOf("山"u8).ShouldBeGreaterThan(0);
        file.AsSpan().IndexOf("Hôpital"u8).ShouldBeGreaterThan(0);
        (await server.JsonAsync(utf8.Text("Path")!)).GetProperty("MainDicomTags").Text("StudyDescription").ShouldBe("山");
        var instance = (await server.JsonAsync($"{utf8.Text("Path")}/instances"))[0].Text("ID");
        (await server.JsonAsync($"/instances/{instance}/simplified-tags")).Text("InstitutionName").ShouldBe("Hôpital");
    }

    [LocalPostgresTheory]
    [InlineData("modify")]
    [InlineData("anonymize")]
    public async Task has_the_file_meta_information_follow_and_leaves_the_pixels(string verb)
    {
        var instance = SyntheticInstance.Create(NewPatient()).WithImage(32, 32);
        var uploaded = await server.UploadAsync(instance);

        var answer = await server.AnswerAsync($"/series/{uploaded.Text("ParentSeries")}/{verb}", "{}");

        var result = DicomFile.Open(await FileAsync(answer));
        result.FileMetaInfo.TryGetString(DicomTag.MediaStorageSOPInstanceUID, out var uid).ShouldBeTrue();
        uid.ShouldBe(result.Dataset.At("SOPInstanceUID"));
        uid.ShouldNotBe(DicomFile.Open(instance.ToBytes()).Dataset.At("SOPInstanceUID"));
        Pixels(result).ShouldBe(Pixels(DicomFile.Open(instance.ToBytes())));
        result.TransferSyntax.ShouldBe(DicomTransferSyntax.ExplicitVRLittleEndian);
    }

    private async Task<byte[]> FileAsync(System.Text.Json.JsonElement answer)
    {
        var instances = (await server.JsonAsync($"{answer.Text("Path")}/instances")).EnumerateArray();
        return await server.BytesAsync(
            $"/instances/{instances.Single(instance => instance.TryGetProperty("ModifiedFrom", out _) || instance.TryGetProperty("AnonymizedFrom", out _)).Text("ID")}/file");
    }

    private static byte[] Pixels(DicomFile file) => ((DicomElement)file.Dataset.Find(DicomTag.PixelData)!).GetBytes().ToArray();
}
