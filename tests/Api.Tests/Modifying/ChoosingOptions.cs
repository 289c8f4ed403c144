using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.Modifying.Modifications;
using static EventDicom.Api.Tests.SharedServer;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>What each option of a modification or an anonymization does to a file.</summary>
[Collection(nameof(OneServer))]
public sealed class ChoosingOptions(SharedServer server)
{
    private static readonly SyntheticDataset s_item = SyntheticDataset.Empty
        .With(Tag("ReferencedSOPInstanceUID"), "2.25.77").With(Tag("PatientName"), "In^Ner").With(Tag("InstitutionName"), "Clinic")
        .With(new DicomTag(0x0009, 0x0010), "LO", "ACME").With(new DicomTag(0x0009, 0x1001), "LO", "nested");

    [LocalPostgresTheory]
    // Replace: by keyword and by number, text and numbers, sequences, paths; inserted where it is absent
    [InlineData("modify", """{"Replace":{"PatientName":"New^Name"}}""", "PatientName", "New^Name")]
    [InlineData("modify", """{"Replace":{"0010,0010":"New^Name"}}""", "PatientName", "New^Name")]
    [InlineData("modify", """{"Replace":{"00100010":"New^Name"}}""", "PatientName", "New^Name")]
    [InlineData("modify", """{"Replace":{"PatientComments":"x"}}""", "PatientComments", "x")]
    [InlineData("modify", """{"Replace":{"Rows":512}}""", "Rows", "512")]
    [InlineData("modify", """{"Replace":{"Rows":"512"}}""", "Rows", "512")]
    [InlineData("modify", """{"Replace":{"PatientWeight":70.5}}""", "PatientWeight", "70.5")]
    [InlineData("modify", """{"Replace":{"ImageType":"DERIVED\\SECONDARY"}}""", "ImageType", "DERIVED\\SECONDARY")]
    [InlineData("modify", """{"Replace":{"PatientSex":""}}""", "PatientSex", "")]
    [InlineData("modify", """{"Replace":{"ReferencedStudySequence":[{"PatientName":"a","Rows":3},{}]}}""",
        "ReferencedStudySequence", "(2)")]
    [InlineData("modify", """{"Replace":{"ReferencedStudySequence":[{"PatientName":"a","Rows":3}]}}""",
        "ReferencedStudySequence/Rows", "3")]
    [InlineData("modify", """{"Replace":{"ReferencedImageSequence[0].PatientName":"z"}}""", "ReferencedImageSequence/PatientName", "z")]
    [InlineData("modify", """{"Replace":{"ReferencedImageSequence[*].PatientSex":"O"}}""", "ReferencedImageSequence/PatientSex", "O")]
    [InlineData("modify", """{"Replace":{"ReferencedImageSequence[1].PatientName":"z"}}""", "ReferencedImageSequence", "(1)")]
    [InlineData("anonymize", """{"Replace":{"PatientName":"New^Name"}}""", "PatientName", "New^Name")]
    [InlineData("anonymize", """{"Replace":{"StudyDate":"20200101"}}""", "StudyDate", "20200101")]
    [InlineData("anonymize", """{"Replace":{"ReferencedImageSequence[0].PatientName":"z"}}""", "ReferencedImageSequence/PatientName", "z")]
    // Remove
    [InlineData("modify", """{"Remove":["StudyDate"]}""", "StudyDate", null)]
    [InlineData("modify", """{"Remove":["ReferencedImageSequence"]}""", "ReferencedImageSequence", null)]
    [InlineData("modify", """{"Remove":["ReferencedImageSequence[0].PatientName"]}""", "ReferencedImageSequence/PatientName", null)]
    [InlineData("modify", """{"Remove":["0009,1001"]}""", "0009,1001", null)]
    [InlineData("anonymize", """{"Remove":["Modality"]}""", "Modality", null)]
    [InlineData("anonymize", """{"Remove":["PatientName"]}""", "PatientName", null)]
    // Keep
    [InlineData("modify", """{"Keep":["StudyDate"]}""", "StudyDate", "20240102")]
    [InlineData("anonymize", """{"Keep":["StudyDate"]}""", "StudyDate", "20240102")]
    [InlineData("anonymize", """{"Keep":["InstitutionName"]}""", "InstitutionName", "Clinic")]
    [InlineData("anonymize", """{"Keep":["ReferencedImageSequence[0].InstitutionName"]}""",
        "ReferencedImageSequence/InstitutionName", "Clinic")]
    [InlineData("anonymize", """{"Keep":["0009,1001"]}""", "0009,1001", "secret")]
    [InlineData("anonymize", """{"Keep":["FrameOfReferenceUID"]}""", "FrameOfReferenceUID", "2.25.99")]
    // Remove, then Replace, then Keep: the later one has its way, wherever it is in the body
    [InlineData("modify", """{"Replace":{"PatientName":"z"},"Remove":["PatientName"]}""", "PatientName", "z")]
    [InlineData("modify", """{"Keep":["StudyDate"],"Remove":["StudyDate"]}""", "StudyDate", "20240102")]
    [InlineData("modify", """{"Keep":["StudyDate"],"Replace":{"StudyDate":"20200101"}}""", "StudyDate", "20240102")]
    [InlineData("modify", """{"Keep":["SOPInstanceUID"],"Replace":{"SOPInstanceUID":"2.25.5"},"Force":true}""", "SOPInstanceUID", "OLD")]
    [InlineData("anonymize", """{"Keep":["StudyDate"],"Remove":["StudyDate"]}""", "StudyDate", "20240102")]
    // RemovePrivateTags, KeepPrivateTags
    [InlineData("modify", "{}", "0009,1001", "secret")]
    [InlineData("modify", """{"RemovePrivateTags":false}""", "0009,1001", "secret")]
    [InlineData("modify", """{"RemovePrivateTags":true}""", "0009,1001", null)]
    [InlineData("modify", """{"RemovePrivateTags":true}""", "0009,0010", null)]
    [InlineData("modify", """{"RemovePrivateTags":true}""", "ReferencedImageSequence/0009,1001", "nested")]
    [InlineData("modify", """{"RemovePrivateTags":true,"Keep":["0009,1001"]}""", "0009,1001", "secret")]
    [InlineData("anonymize", "{}", "0009,1001", null)]
    [InlineData("anonymize", "{}", "ReferencedImageSequence/0009,1001", null)]
    [InlineData("anonymize", """{"KeepPrivateTags":false}""", "0009,1001", null)]
    [InlineData("anonymize", """{"KeepPrivateTags":true}""", "0009,1001", "secret")]
    [InlineData("anonymize", """{"KeepPrivateTags":true}""", "ReferencedImageSequence/0009,1001", "nested")]
    // PrivateCreator
    [InlineData("modify", """{"Replace":{"000b,1001":"x"},"PrivateCreator":"NEWCO"}""", "000b,0010", "NEWCO")]
    [InlineData("modify", """{"Replace":{"000b,1001":"x"},"PrivateCreator":"NEWCO"}""", "000b,1001", "x")]
    [InlineData("modify", """{"Replace":{"0009,1001":"x"},"PrivateCreator":"NEWCO"}""", "0009,0010", "ACME")]
    [InlineData("anonymize", """{"Replace":{"000b,1001":"x"},"PrivateCreator":"NEWCO"}""", "000b,0010", "NEWCO")]
    public async Task makes_of_an_attribute_what_the_option_says(string verb, string body, string path, string? expected)
    {
        var patient = NewPatient();
        var uploaded = await server.UploadAsync(Instance(patient));

        var result = await server.RewriteAsync(uploaded.Text("ID")!, verb, body);

        result.Dataset.At(path).ShouldBe(expected == "OLD" ? $"2.25.1000.{patient}.1.1.1" : expected);
        result.Dataset.At("SOPClassUID").ShouldBe(SyntheticInstance.SecondaryCapture);
        (await server.BytesAsync($"/instances/{uploaded.Text("ID")}/file")).ShouldBe(Instance(patient).ToBytes());
    }

    [LocalPostgresFact]
    public async Task decodes_data_uris_into_bytes()
    {
        var uploaded = await server.UploadAsync(Instance(NewPatient()));

        var result = await server.RewriteAsync(
            uploaded.Text("ID")!, "modify",
            """{"Replace":{"EncapsulatedDocument":"data:application/pdf;base64,JVBERi0x","0009,1001":"data:application/octet-stream;base64,AQI="}}""");

        ((DicomElement)result.Dataset.Find(DicomTag.EncapsulatedDocument)!).GetBytes().ToArray().ShouldBe("%PDF-1"u8.ToArray());
        ((DicomElement)result.Dataset.Find(Tag("0009,1001"))!).GetBytes().ToArray().ShouldBe([1, 2]);
    }

    [LocalPostgresFact]
    public async Task applies_the_options_to_all_that_a_job_stores()
    {
        var uploaded = await server.UploadAsync(Instance(NewPatient()));
        await server.UploadAsync(Instance(NewPatient()));

        var modified = await server.AnswerAsync(
            $"/studies/{uploaded.Text("ParentStudy")}/modify",
            """{"Replace":{"StudyDescription":"New","000b,1001":"x"},"Remove":["StudyTime"],"RemovePrivateTags":true,"PrivateCreator":"NEWCO"}""");
        var simplified = await server.JsonAsync($"/instances/{await FirstBelowAsync(modified)}/simplified-tags");
        (simplified.Text("StudyDescription"), simplified.TryGetProperty("StudyTime", out _)).ShouldBe(("New", false));
        var stored = (await server.DatasetsAsync(modified.Text("Path")!)).ShouldHaveSingleItem();
        (stored.At("000b,0010"), stored.At("000b,1001"), stored.At("0009,1001")).ShouldBe(("NEWCO", "x", null));

        var anonymous = await server.AnswerAsync(
            $"/series/{uploaded.Text("ParentSeries")}/anonymize",
            """{"Keep":["InstitutionName"],"KeepPrivateTags":true,"DicomVersion":"2008","Replace":{"StudyDescription":"New"}}""");
        stored = (await server.DatasetsAsync(anonymous.Text("Path")!)).ShouldHaveSingleItem();
        (stored.At("InstitutionName"), stored.At("0009,1001"), stored.At("StudyDate"), stored.At("StudyDescription"))
            .ShouldBe(("Clinic", "secret", "20240102", "New"));
    }

    [LocalPostgresTheory]
    [InlineData("instances", "modify")]
    [InlineData("instances", "anonymize")]
    [InlineData("series", "modify")]
    [InlineData("studies", "anonymize")]
    public async Task writes_results_in_the_transfer_syntax_that_is_named(string level, string verb)
    {
        var uploaded = await server.UploadAsync(Instance(NewPatient()).WithImage(8, 8, bits: 8));
        var parent = uploaded.Text(level switch { "series" => "ParentSeries", "studies" => "ParentStudy", _ => "ID" });
        const string Body = """{"Transcode":"1.2.840.10008.1.2.5"}""";
        if (level == "instances")
        {
            (await server.RewriteAsync(parent!, verb, Body)).TransferSyntax.ShouldBe(DicomTransferSyntax.RLELossless);
            (await server.RewriteAsync(parent!, verb, "{}")).TransferSyntax.ShouldBe(DicomTransferSyntax.ExplicitVRLittleEndian);
            return;
        }

        var answer = await server.AnswerAsync($"/{level}/{parent}/{verb}", Body);

        answer.Text("Transcode").ShouldBe(DicomTransferSyntax.RLELossless.UID);
        (await server.TextAsync($"/instances/{await FirstBelowAsync(answer)}/metadata/TransferSyntax"))
            .ShouldBe(DicomTransferSyntax.RLELossless.UID);
        (await server.TextAsync($"/instances/{uploaded.Text("ID")}/metadata/TransferSyntax"))
            .ShouldBe(DicomTransferSyntax.ExplicitVRLittleEndian.UID);
    }

    [LocalPostgresFact]
    public async Task gives_what_loses_quality_another_uid_even_where_it_is_to_be_kept()
    {
        var patient = NewPatient();
        var uploaded = await server.UploadAsync(Instance(patient).WithImage(16, 16, bits: 8));
        const string Keep = "\"Keep\":[\"SOPInstanceUID\"],\"Force\":true";

        var plain = await server.RewriteAsync(uploaded.Text("ID")!, "modify", "{" + Keep + "}");
        var lossy = await server.RewriteAsync(uploaded.Text("ID")!, "modify", "{" + Keep + ",\"Transcode\":\"1.2.840.10008.1.2.4.50\"}");

        plain.Dataset.At("SOPInstanceUID").ShouldBe($"2.25.1000.{patient}.1.1.1");
        lossy.Dataset.At("SOPInstanceUID").ShouldNotBe($"2.25.1000.{patient}.1.1.1");
        lossy.Dataset.At("LossyImageCompression").ShouldBe("01");
        lossy.Dataset.At("Rows").ShouldBe("16");
    }

    [LocalPostgresFact]
    public async Task loses_as_much_as_is_asked_for()
    {
        var uploaded = await server.UploadAsync(Instance(NewPatient()).WithImage(256, 256, bits: 8));
        var other = await server.UploadAsync(Instance(NewPatient()));
        var (study, series) = (uploaded.Text("ParentStudy"), uploaded.Text("ParentSeries"));
        const string Transcode = "\"Transcode\":\"1.2.840.10008.1.2.4.50\",\"KeepSource\":true,\"LossyQuality\":";
        foreach (var (path, members) in ((string, string)[])
        [
            ($"/instances/{uploaded.Text("ID")}/modify", ""), ($"/instances/{uploaded.Text("ID")}/anonymize", ""),
            ($"/studies/{study}/modify", ""), ($"/series/{series}/anonymize", ""),
            ("/tools/bulk-modify", $"\"Resources\":[\"{study}\"],\"Level\":\"Study\","),
            ($"/studies/{study}/split", $"\"Series\":[\"{series}\"],"),
            ($"/studies/{other.Text("ParentStudy")}/merge", $"\"Resources\":[\"{series}\"],"),
        ])
        {
            var sizes = new List<int>();
            foreach (var quality in (int[])[0, 40, 95, 1000])
            {
                var body = $"{{{members}{Transcode}{quality}}}";
                if (path.StartsWith("/instances", StringComparison.Ordinal))
                {
                    using var file = await server.AskAsync(path, body);
                    file.StatusCode.ShouldBe(HttpStatusCode.OK);
                    sizes.Add((await file.Content.ReadAsByteArrayAsync()).Length);
                    continue;
                }

                var before = (await server.JsonAsync("/instances")).Texts();
                var content = await server.AnswerAsync(path, body);
                (content.Text("Transcode"), content.GetProperty("LossyQuality").GetInt32())
                    .ShouldBe(("1.2.840.10008.1.2.4.50", quality), path);
                var made = (await server.JsonAsync("/instances")).Texts().Except(before).ToList();
                foreach (var id in made)
                    if ((await server.TextAsync($"/instances/{id}/metadata/TransferSyntax")) == "1.2.840.10008.1.2.4.50"
                        && await SourceAsync(id!) == uploaded.Text("ID"))
                        sizes.Add((await server.BytesAsync($"/instances/{id}/file")).Length);
            }
            sizes.Count.ShouldBe(4, path);
            sizes.ShouldBe([.. sizes.Distinct().Order()], path);
            foreach (var wrong in (string[])["\"90\"", "-1", "1.5", "null"])
                (await SharedServer.RefusalAsync(server.AskAsync(path, $"{{{members}{Transcode}{wrong}}}")))
                    .Error.ShouldBe(15, $"{path} {wrong}");
        }
    }

    private static SyntheticInstance Instance(int patient) => SyntheticInstance.Create(patient)
        .With(Tag("InstitutionName"), "Clinic").With(Tag("FrameOfReferenceUID"), "2.25.99")
        .With(new DicomTag(0x0009, 0x0010), "LO", "ACME").With(new DicomTag(0x0009, 0x1001), "LO", "secret")
        .WithSequence(Tag("ReferencedImageSequence"), s_item);

    private async Task<string?> SourceAsync(string id)
    {
        var instance = await server.JsonAsync($"/instances/{id}");
        return instance.TryGetProperty("ModifiedFrom", out var source) || instance.TryGetProperty("AnonymizedFrom", out source)
            ? source.GetString() : null;
    }

    private async Task<string> FirstBelowAsync(System.Text.Json.JsonElement answer) =>
        (await server.JsonAsync($"{answer.Text("Path")}/instances"))[0].Text("ID")!;
}
