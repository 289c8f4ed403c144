using System.Text.RegularExpressions;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.SharedServer;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>PatientID, StudyInstanceUID, SeriesInstanceUID and SOPInstanceUID: which may be named, and which become new.</summary>
[Collection(nameof(OneServer))]
public sealed class KeepingIdentifierRules(SharedServer server)
{
    private static readonly DicomTag[] s_identifiers = [DicomTag.PatientID, DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID,
        DicomTag.SOPInstanceUID];

    private static readonly string[] s_levels = ["patients", "studies", "series", "instances"];

    [LocalPostgresTheory]
    [InlineData("PatientID")]
    [InlineData("StudyInstanceUID")]
    [InlineData("SeriesInstanceUID")]
    [InlineData("SOPInstanceUID")]
    public async Task touches_no_identifier_without_force_and_removes_none_at_all(string name)
    {
        var resources = await UploadAsync(NewPatient());
        foreach (var path in resources)
        {
            foreach (var verb in (string[])["modify", "anonymize"])
            {
                foreach (var (body, what) in ((string, string)[])
                    [($$$"""{"Replace":{"{{{name}}}":"2.25.3"}}""", "replaced"), ($$"""{"Keep":["{{name}}"]}""", "kept"),
                        ($$"""{"Remove":["{{name}}"]}""", "removed")])
                {
                    (await RefusalAsync(server.AskAsync($"{path}/{verb}", body)))
                        .ShouldBe((HttpStatusCode.BadRequest, 8,
                            $"Marking tag \"{name}\" as to be {what} requires the \"Force\" option to be set to true"), path);
                }

                var removed = await RefusalAsync(server.AskAsync($"{path}/{verb}", $$"""{"Remove":["{{name}}"],"Force":true}"""));
                (removed.Status, removed.Error).ShouldBe((HttpStatusCode.BadRequest, 8), path);
            }
        }

        // A path into a sequence is another matter.
        (await server.RewriteAsync(Id(resources[3]), "modify", $$$"""{"Replace":{"ReferencedImageSequence[0].{{{name}}}":"2.25.3"}}"""))
            .Dataset
            .At($"ReferencedImageSequence/{name}").ShouldBe("2.25.3");
    }

    [LocalPostgresFact]
    public async Task demands_a_new_PatientID_of_a_patient_unless_it_is_forced()
    {
        var resources = await UploadAsync(NewPatient());

        foreach (var body in (string[])["{}", """{"Replace":{"PatientName":"x"}}"""])
        {
            var refusal = await RefusalAsync(server.AskAsync($"{resources[0]}/modify", body));
            (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.BadRequest, 8));
        }
        await server.AnswerAsync($"{resources[0]}/anonymize", "{}");
        (await FatesAsync(resources, 0, "modify", """{"Keep":["PatientID"],"Force":true}""")).ShouldBe("-nnn");
    }

    // Of PatientID, StudyInstanceUID, SeriesInstanceUID and SOPInstanceUID: n are new, - are the old ones, a are as asked
    [LocalPostgresTheory]
    [InlineData(0, "modify", """{"Replace":{"PatientID":"ASKED"},"Force":true}""", "annn")]
    [InlineData(0, "modify", """{"Replace":{"PatientID":"ASKED","StudyInstanceUID":"ASKED"},"Force":true}""", "aann")]
    [InlineData(0, "modify", """{"Replace":{"PatientID":"ASKED"},"Keep":["StudyInstanceUID","SeriesInstanceUID"],"Force":true}""", "a--n")]
    [InlineData(1, "modify", "{}", "-nnn")]
    [InlineData(1, "modify", """{"Replace":{"PatientID":"ASKED"},"Force":true}""", "annn")]
    [InlineData(1, "modify", """{"Replace":{"StudyInstanceUID":"ASKED"},"Force":true}""", "-ann")]
    [InlineData(1, "modify", """{"Replace":{"SeriesInstanceUID":"ASKED"},"Force":true}""", "-nan")]
    [InlineData(1, "modify", """{"Replace":{"SOPInstanceUID":"ASKED"},"Force":true}""", "-nna")]
    [InlineData(1, "modify", """{"Keep":["StudyInstanceUID"],"Force":true}""", "--nn")]
    [InlineData(1, "modify", """{"Keep":["StudyInstanceUID","SeriesInstanceUID"],"Force":true}""", "---n")]
    [InlineData(1, "modify", """{"Keep":["SeriesInstanceUID","SOPInstanceUID"],"Force":true}""", "-n--")]
    [InlineData(2, "modify", "{}", "--nn")]
    [InlineData(2, "modify", """{"Replace":{"PatientID":"ASKED"},"Force":true}""", "a-nn")]
    [InlineData(2, "modify", """{"Replace":{"StudyInstanceUID":"ASKED"},"Force":true}""", "-ann")]
    [InlineData(2, "modify", """{"Replace":{"SeriesInstanceUID":"ASKED"},"Force":true}""", "--an")]
    [InlineData(2, "modify", """{"Keep":["SeriesInstanceUID"],"Force":true}""", "---n")]
    [InlineData(3, "modify", "{}", "---n")]
    [InlineData(3, "modify", """{"Replace":{"SOPInstanceUID":"ASKED"},"Force":true}""", "---a")]
    [InlineData(3, "modify", """{"Replace":{"SeriesInstanceUID":"ASKED"},"Force":true}""", "--an")]
    [InlineData(3, "modify", """{"Replace":{"StudyInstanceUID":"ASKED"},"Force":true}""", "-ann")]
    [InlineData(3, "modify", """{"Replace":{"PatientID":"ASKED"},"Force":true}""", "annn")]
    [InlineData(3, "modify", """{"Replace":{"PatientID":"ASKED","SOPInstanceUID":"ASKED"},"Force":true}""", "anna")]
    [InlineData(3, "modify", """{"Keep":["SOPInstanceUID"],"Force":true}""", "----")]
    [InlineData(0, "anonymize", "{}", "nnnn")]
    [InlineData(1, "anonymize", "{}", "nnnn")]
    [InlineData(2, "anonymize", "{}", "nnnn")]
    [InlineData(3, "anonymize", "{}", "nnnn")]
    [InlineData(3, "anonymize",
        """{"Replace":{"PatientID":"ASKED","StudyInstanceUID":"ASKED","SeriesInstanceUID":"ASKED","SOPInstanceUID":"ASKED"},"Force":true}""", "aaaa")]
    [InlineData(1, "anonymize", """{"Replace":{"PatientID":"ASKED"},"Force":true}""", "annn")]
    [InlineData(1, "anonymize", """{"Keep":["PatientID"],"Force":true}""", "-nnn")]
    [InlineData(2, "anonymize", """{"Keep":["StudyInstanceUID"],"Replace":{"SOPInstanceUID":"ASKED"},"Force":true}""", "n-na")]
    [InlineData(3, "anonymize", """{"Keep":["SOPInstanceUID"],"Force":true}""", "nnn-")]
    public async Task makes_identifiers_anew_by_level(int level, string verb, string body, string expected)
    {
        var resources = await UploadAsync(NewPatient());

        (await FatesAsync(resources, level, verb, body)).ShouldBe(expected);
    }

    [LocalPostgresFact]
    public async Task maps_the_same_to_the_same_within_a_job_and_to_valid_identifiers()
    {
        var patient = NewPatient();
        var (study, _, _) = await server.UploadStudyAsync(patient);
        // There the patient's ID has a space before it, and an instance has the UID of the study.
        var other = await server.UploadAsync(SyntheticInstance.Create(patient, instance: 9).With(DicomTag.PatientID, $" SYN{patient}")
            .With(DicomTag.SOPInstanceUID, $"2.25.1000.{patient}.1"));

        var answer = await server.AnswerAsync("/tools/bulk-anonymize",
            $$"""{"Resources":["{{study}}","{{other.Text("ParentPatient")}}"]}""");

        var results = new List<DicomDataset>();
        foreach (var resource in answer.GetProperty("Resources").EnumerateArray().Where(resource => resource.Text("Type") == "Instance"))
            results.Add(DicomFile.Open(await server.BytesAsync($"{resource.Text("Path")}/file")).Dataset);
        results.Count.ShouldBe(5);
        results.Select(result => result.Value(DicomTag.PatientID)).Distinct().ShouldHaveSingleItem()
            .ShouldMatch("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");
        results.Select(result => result.Value(DicomTag.StudyInstanceUID)).Distinct().ShouldHaveSingleItem();
        results.Select(result => result.Value(DicomTag.SeriesInstanceUID)).Distinct().Count().ShouldBe(2);
        var uids = results.SelectMany(result => s_identifiers[1..].Select(tag => result.Value(tag))).ToList();
        uids.ShouldAllBe(uid => uid.Length <= 64 && Regex.IsMatch(uid, @"^[12]\.(0|[1-9]\d*)(\.(0|[1-9]\d*))*$"));
        uids.Distinct().Count().ShouldBe(1 + 2 + 5, "levels do not share a name space");
    }

    /// <returns>Paths of patient, study, series and instance.</returns>
    private async Task<string[]> UploadAsync(int patient)
    {
        var uploaded = await server.UploadAsync(SyntheticInstance.Create(patient).WithSequence(
            DicomTag.ReferencedImageSequence, SyntheticDataset.Empty.With(DicomTag.SOPInstanceUID, "2.25.1")));
        return [.. s_levels.Zip((string[])["ParentPatient", "ParentStudy", "ParentSeries", "ID"],
            (level, name) => $"/{level}/{uploaded.Text(name)}")];
    }

    private async Task<string> FatesAsync(string[] resources, int level, string verb, string body)
    {
        var path = resources[level];
        var source = DicomFile.Open(await server.BytesAsync($"{resources[3]}/file")).Dataset;
        var asked = $"2.25.2000.{NewPatient()}";
        body = body.Replace("ASKED", asked, StringComparison.Ordinal);
        var result = path.StartsWith("/instances", StringComparison.Ordinal)
            ? (await server.RewriteAsync(Id(path), verb, body)).Dataset
            : (await CreatedAsync((await server.AnswerAsync($"{path}/{verb}", body)).Text("Path")!)).ShouldHaveSingleItem();
        return string.Concat(s_identifiers.Select(tag =>
            result.Value(tag) == source.Value(tag) ? '-' : result.Value(tag) == asked ? 'a' : 'n'));
    }

    // Results may have come to the parents of their sources.
    private async Task<List<DicomDataset>> CreatedAsync(string path)
    {
        var created = new List<DicomDataset>();
        foreach (var instance in (await server.JsonAsync($"{path}/instances")).EnumerateArray())
        {
            if (instance.TryGetProperty("ModifiedFrom", out _) || instance.TryGetProperty("AnonymizedFrom", out _))
                created.Add(DicomFile.Open(await server.BytesAsync($"/instances/{instance.Text("ID")}/file")).Dataset);
        }
        return created;
    }

    private static string Id(string path) => path[(path.LastIndexOf('/') + 1)..];
}
