using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.Modifying.Modifications;

namespace EventDicom.Api.Tests.Resources;

/// <summary>The main tags that Orthanc 1.12.5 added, one of which is a sequence, and what the metadata say of them.</summary>
[Collection(nameof(OneServer))]
public sealed class KeepingMainTags(SharedServer server) : IAsyncLifetime
{
    private const string Request =
        """{"ReferencedStudySequence":[{"ReferencedSOPInstanceUID":"1.2.3"}],"RequestedProcedureID":"A\"\\b","ScheduledProcedureStepID":"S1"}""";

    private string _patient = "", _study = "", _series = "", _instance = "";

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is not null) return;
        var referenced = SyntheticDataset.Empty.With(DicomTag.ReferencedSOPInstanceUID, "UI", "1.2.3");
        var stored = await server.UploadAsync(SyntheticInstance.Create(SharedServer.NewPatient())
            .With(DicomTag.TimezoneOffsetFromUTC, "SH", "+0100").With(DicomTag.PerformedProcedureStepStartDate, "DA", "20261128")
            .With(DicomTag.PerformedProcedureStepStartTime, "TM", "0900")
            .WithSequence(DicomTag.RequestAttributesSequence, SyntheticDataset.Empty.WithSequence(DicomTag.ReferencedStudySequence,
                referenced).With(DicomTag.ScheduledProcedureStepID, "SH", "S1").With(DicomTag.RequestedProcedureID, "SH", "A\"\\b")));
        (_patient, _study, _series, _instance) = (stored.Text("ParentPatient")!, stored.Text("ParentStudy")!, stored.Text("ParentSeries")!,
            stored.Text("ID")!);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [LocalPostgresFact]
    public async Task names_those_of_1_12_5()
    {
        var tags = (await server.JsonAsync("/system")).GetProperty("MainDicomTags");
        tags.Text("Patient").ShouldBe("0010,0010;0010,0020;0010,0030;0010,0040;0010,1000");
        tags.Text("Study")
            .ShouldBe("0008,0020;0008,0030;0008,0050;0008,0080;0008,0090;0008,0201;0008,1030;0020,000d;0020,0010;0032,1032;0032,1060");
        tags.Text("Series").ShouldBe(
            "0008,0021;0008,0031;0008,0060;0008,0070;0008,0201;0008,1010;0008,103e;0008,1070;0018,0010;0018,0015;0018,0024;0018,1030;0018,1090;0018,1400;"
            + "0020,000e;0020,0011;0020,0037;0020,0105;0020,1002;0040,0244;0040,0245;0040,0254;0040,0275;0054,0081;0054,0101;0054,1000");
        tags.Text("Instance")
            .ShouldBe("0008,0012;0008,0013;0008,0018;0020,0012;0020,0013;0020,0032;0020,0037;0020,0100;0020,4000;0028,0008;0054,1330");
    }

    [LocalPostgresFact]
    public async Task shows_them_with_the_sequence_in_the_form_that_is_asked_for()
    {
        (await server.JsonAsync($"/studies/{_study}")).GetProperty("MainDicomTags").Text("TimezoneOffsetFromUTC").ShouldBe("+0100");
        var series = (await server.JsonAsync($"/series/{_series}")).GetProperty("MainDicomTags");
        (series.Text("TimezoneOffsetFromUTC"), series.Text("PerformedProcedureStepStartDate"),
            series.Text("PerformedProcedureStepStartTime")).ShouldBe(("+0100", "20261128", "0900"));
        JsonElement.DeepEquals(series.GetProperty("RequestAttributesSequence")[0], JsonElement.Parse(Request)).ShouldBeTrue($"{series}");
        series.Names().ShouldBe(series.Names().Order(StringComparer.Ordinal));

        // All three forms are those of the file.
        foreach (var form in (string[])["", "?short", "?full"])
        {
            var kept = (await server.JsonAsync($"/series/{_series}{form}")).GetProperty("MainDicomTags");
            var inFile = await server.JsonAsync($"/instances/{_instance}/{(form.Length == 0 ? "simplified-tags" : $"tags{form}")}");
            var key = form.Length == 0 ? "RequestAttributesSequence" : "0040,0275";
            Flat(kept.GetProperty(key)).ShouldBe(Flat(inFile.GetProperty(key)), form);
            var listed = (await server.JsonAsync($"/studies/{_study}/series{form}"))[0].GetProperty("MainDicomTags");
            Flat(listed.GetProperty(key)).ShouldBe(Flat(kept.GetProperty(key)), form);
        }
    }

    [LocalPostgresTheory]
    [InlineData("studies")]
    [InlineData("series")]
    [InlineData("instances")]
    public async Task gives_the_sequence_where_it_is_requested(string level)
    {
        var path = $"/{level}/{(level == "studies" ? _study : level == "series" ? _series : _instance)}";
        var requested = (await server.JsonAsync($"{path}?requestedTags=RequestAttributesSequence")).GetProperty("RequestedTags")
            .GetProperty("RequestAttributesSequence");
        JsonElement.DeepEquals(requested[0], JsonElement.Parse(Request)).ShouldBeTrue($"{requested}");
    }

    [LocalPostgresFact]
    public async Task has_the_metadata_of_each_level()
    {
        foreach (var (path, names) in ((string, string[])[])[
            ($"/patients/{_patient}", ["LastUpdate", "MainDicomTagsSignature"]),
            ($"/studies/{_study}", ["LastUpdate", "MainDicomTagsSignature"]),
            ($"/series/{_series}", ["RemoteAET", "LastUpdate", "MainDicomTagsSignature", "MainDicomSequences"])])
        {
            (await server.JsonAsync($"{path}/metadata")).Texts().ShouldBe(names, path);
        }

        var text = await server.TextAsync($"/series/{_series}/metadata/16");
        text.ShouldStartWith("""{"Sequences":{"0040,0275":{"Name":"RequestAttributesSequence","Type":"Sequence","Value":[{""");
        text.ShouldEndWith("}]}},\"Version\":1}");
        JsonElement.Parse(text).GetProperty("Sequences").GetProperty("0040,0275").GetProperty("Value")[0].GetProperty("0040,1001")
            .Text("Value").ShouldBe("A\"\\b");
        (await server.TextAsync($"/series/{_series}/metadata/MainDicomTagsSignature"))
            .ShouldBe((await server.JsonAsync("/system")).GetProperty("MainDicomTags").Text("Series"));
        (await SharedServer.RefusalAsync(server.GetAsync($"/studies/{_study}/metadata/MainDicomSequences")))
            .ShouldBe((HttpStatusCode.NotFound, null, null));
    }

    [LocalPostgresFact]
    public async Task follows_what_a_modification_makes_of_the_sequence()
    {
        const string kept = "\"Keep\":[\"StudyInstanceUID\",\"SeriesInstanceUID\"],\"Force\":true";
        await server.AnswerAsync($"/series/{_series}/modify",
            $$"""{"Replace":{"RequestAttributesSequence":[{"RequestedProcedureID":"B"}]},{{kept}}}""");
        (await server.JsonAsync($"/series/{_series}?short")).GetProperty("MainDicomTags").GetProperty("0040,0275").GetRawText()
            .ShouldContain("B");

        await server.AnswerAsync($"/series/{_series}/modify",
            $$"""{"Replace":{"RequestAttributesSequence[*].RequestedProcedureID":"C"},{{kept}}}""");
        (await server.TextAsync($"/series/{_series}/metadata/MainDicomSequences")).ShouldContain("\"C\"");

        await server.AnswerAsync($"/series/{_series}/modify", $$"""{"Remove":["RequestAttributesSequence"],{{kept}}}""");
        (await server.JsonAsync($"/series/{_series}")).GetProperty("MainDicomTags").Names().ShouldNotContain("RequestAttributesSequence");
        (await server.JsonAsync($"/series/{_series}/metadata")).Texts().ShouldNotContain("MainDicomSequences");
    }

    [LocalPostgresFact]
    public async Task stores_sequences_of_any_depth_and_length()
    {
        var nested = SyntheticDataset.Empty.With(DicomTag.PatientID, "LO", "innermost");
        for (var depth = 0; depth < 100; depth++) nested = SyntheticDataset.Empty.WithSequence(DicomTag.RequestAttributesSequence, nested);
        var deep = await server.UploadAsync(SyntheticInstance.Create(SharedServer.NewPatient())
            .WithSequence(DicomTag.RequestAttributesSequence, nested));
        foreach (var form in (string[])["simplify", "short", "full"])
            (await server.TextAsync($"/series/{deep.Text("ParentSeries")}?{form}")).ShouldContain("innermost", Case.Sensitive, form);

        var items = Enumerable.Range(0, 20_000)
            .Select(number => SyntheticDataset.Empty.With(DicomTag.PatientID, "LO", $"item {number}\0")).ToArray();
        var longer = await server.UploadAsync(SyntheticInstance.Create(SharedServer.NewPatient())
            .WithSequence(DicomTag.RequestAttributesSequence, items));
        (await server.JsonAsync($"/series/{longer.Text("ParentSeries")}")).GetProperty("MainDicomTags").Names()
            .ShouldNotContain("RequestAttributesSequence", "more than 1 MiB is no main tag");
        (await server.TextAsync($"/series/{longer.Text("ParentSeries")}?requestedTags=RequestAttributesSequence"))
            .ShouldContain("item 19999");
    }

    // Without the indentation, which depends on the place.
    private static string Flat(JsonElement json) => JsonSerializer.Serialize(json);
}
