using System.Globalization;
using System.Text.Json;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Exchanging;

/// <summary>Everything that one server can ask of another over the network, both ways: each test asks first one of them, and then the
/// other.</summary>
public sealed class ExchangingStudies(Parties parties) : IClassFixture<Parties>
{
    private const int Instances = 4;

    [Exchange]
    [With(Other.Ours)]
    [With(Other.Orthanc)]
    [With(Other.OrthancOverTls)]
    public async Task echoes_are_answered(Other other)
    {
        foreach (var (from, _) in await BothWaysAsync(other))
            (await from.AskAsync("/modalities/other/echo", "{}")).EnumerateObject().ShouldBeEmpty();
    }

    [Exchange]
    [With(Other.Ours)]
    [With(Other.Orthanc)]
    [With(Other.OrthancOverTls)]
    public async Task what_is_sent_arrives_as_it_was(Other other)
    {
        foreach (var (from, to) in await BothWaysAsync(other))
        {
            var (patient, uploaded) = await UploadAsync(from);

            var content = await from.AskAsync("/modalities/other/store", uploaded.Text("ParentStudy")!);

            content.GetProperty("InstancesCount").GetInt32().ShouldBe(Instances);
            content.GetProperty("FailedInstancesCount").GetInt32().ShouldBe(0);
            await ShouldHaveTheSameAsync(from, to, patient);
        }
    }

    [Exchange]
    [With(Other.Ours)]
    [With(Other.Orthanc)]
    public async Task what_is_sent_to_a_peer_arrives_as_it_was(Other other)
    {
        foreach (var (from, to) in await BothWaysAsync(other))
        {
            var (patient, uploaded) = await UploadAsync(from);

            var content = await from.AskAsync(
                "/peers/other/store", new { Resources = (string[])[uploaded.Text("ParentPatient")!], Compress = true });

            content.GetProperty("InstancesCount").GetInt32().ShouldBe(Instances);
            content.GetProperty("FailedInstancesCount").GetInt32().ShouldBe(0);
            await ShouldHaveTheSameAsync(from, to, patient);
            (await from.GetAsync("/peers/other/system")).Text("Name").ShouldBe((await to.GetAsync("/system")).Text("Name"));
        }
    }

    [Exchange]
    [With(Other.Ours)]
    [With(Other.Orthanc)]
    [With(Other.OrthancOverTls)]
    public async Task what_is_queried_is_answered(Other other)
    {
        foreach (var (from, to) in await BothWaysAsync(other))
        {
            var (patient, _) = await UploadAsync(to);
            var id = string.Create(CultureInfo.InvariantCulture, $"SYN{patient}");

            foreach (var (level, asked, expected) in ((string, object, object)[])
            [
                ("Patient", new { PatientID = id, PatientName = "" }, new { PatientID = id, QueryRetrieveLevel = "PATIENT" }),
                (
                    "Study",
                    new
                    {
                        PatientID = $"{id}*", StudyDate = "20240101-20240103", ModalitiesInStudy = "", NumberOfStudyRelatedInstances = "",
                    },
                    new { StudyInstanceUID = Uid(patient, "1"), NumberOfStudyRelatedInstances = $"{Instances}", StudyDate = "20240102" }),
                (
                    "Series", new { StudyInstanceUID = Uid(patient, "1"), SeriesInstanceUID = Uid(patient, "1.2"), Modality = "" },
                    new { SeriesInstanceUID = Uid(patient, "1.2"), QueryRetrieveLevel = "SERIES" }),
                (
                    "Instance", new { SOPInstanceUID = Uid(patient, "1.1.2"), InstanceNumber = "" },
                    new { SOPInstanceUID = Uid(patient, "1.1.2"), QueryRetrieveLevel = "IMAGE" }),
            ])
            {
                var query = (await from.AskAsync("/modalities/other/query", new { Level = level, Query = asked })).Text("Path");
                var answer = (await from.GetAsync($"{query}/answers?expand&simplify")).EnumerateArray().ShouldHaveSingleItem();
                foreach (var tag in JsonSerializer.SerializeToElement(expected).EnumerateObject())
                    answer.Text(tag.Name).ShouldBe(tag.Value.GetString(), $"{from.Aet} asks at level {level}: {answer}");
                (answer.TryGetProperty("RetrieveAETitle", out var title) ? title.GetString() : to.Aet).ShouldBe(to.Aet);
            }

            var nothing = await from.AskAsync(
                "/modalities/other/query", new { Level = "Study", Query = new { PatientID = "NOBODY", StudyInstanceUID = "" } });
            (await from.GetAsync($"{nothing.Text("Path")}/answers")).GetArrayLength().ShouldBe(0);
        }
    }

    [Exchange]
    [With(Other.Ours)]
    [With(Other.Orthanc)]
    [With(Other.OrthancOverTls)]
    public async Task what_is_retrieved_by_C_MOVE_comes(Other other)
    {
        foreach (var (from, to) in await BothWaysAsync(other))
        {
            var (patient, _) = await UploadAsync(to);
            var query = (await from.AskAsync(
                "/modalities/other/query", new { Level = "Series", Query = new { StudyInstanceUID = Uid(patient, "1") } })).Text("Path");

            await from.AskAsync($"{query}/answers/0/retrieve", from.Aet);
            (await from.InstancesAsync(patient)).Count.ShouldBe(Instances / 2);
            await from.AskAsync($"{query}/retrieve", from.Aet);
            await ShouldHaveTheSameAsync(from, to, patient);

            (patient, _) = await UploadAsync(to);
            await from.AskAsync(
                "/modalities/other/move",
                new { Level = "Study", TargetAet = from.Aet, Resources = (object[])[new { StudyInstanceUID = Uid(patient, "1") }] });
            await ShouldHaveTheSameAsync(from, to, patient);
        }
    }

    [Exchange]
    [With(Other.Ours)]
    [With(Other.Orthanc)]
    [With(Other.OrthancOverTls)]
    public async Task what_is_retrieved_by_C_GET_comes(Other other)
    {
        var (from, to) = await parties.PairAsync(other); // 1.10.1 does not ask by C-GET
        var (patient, _) = await UploadAsync(to);

        await from.AskAsync(
            "/modalities/other/get", new { Level = "Study", Resources = (object[])[new { StudyInstanceUID = Uid(patient, "1") }] });

        await ShouldHaveTheSameAsync(from, to, patient);
    }

    [Exchange]
    [With(Other.Ours)]
    [With(Other.Orthanc)]
    [With(Other.OrthancOverTls)]
    public async Task the_safekeeping_of_what_was_sent_is_committed_to(Other other)
    {
        foreach (var (from, _) in await BothWaysAsync(other))
        {
            var (patient, uploaded) = await UploadAsync(from);
            var study = uploaded.Text("ParentStudy")!;

            var before = await CommitmentAsync(from, study);
            await from.AskAsync("/modalities/other/store", study);
            var after = await CommitmentAsync(from, study);

            (before.Text("Status"), before.GetProperty("Success").GetArrayLength()).ShouldBe(("Failure", 0));
            before.GetProperty("Failures").EnumerateArray().Select(one => one.GetProperty("FailureReason").GetInt32())
                .ShouldBe(Enumerable.Repeat(0x0112, Instances));
            (after.Text("Status"), after.GetProperty("Failures").GetArrayLength()).ShouldBe(("Success", 0), $"{patient}");
            after.GetProperty("Success").GetArrayLength().ShouldBe(Instances);
        }
    }

    private async Task<IReadOnlyList<(Party From, Party To)>> BothWaysAsync(Other other)
    {
        var (ours, theirs) = await parties.PairAsync(other);
        return [(ours, theirs), (theirs, ours)];
    }

    /// <summary>A study of two series, in different transfer syntaxes.</summary>
    private static async Task<(int Patient, JsonElement Last)> UploadAsync(Party party)
    {
        var patient = SharedServer.NewPatient();
        JsonElement last = default;
        for (var number = 0; number < Instances; number++)
        {
            var syntax = number / 2 == 0 ? SyntheticInstance.ExplicitVRLittleEndian : SyntheticInstance.ImplicitVRLittleEndian;
            last = await party.UploadAsync(
                SyntheticInstance.Create(patient, series: 1 + (number % 2), instance: 1 + (number / 2)).WithImage(16, 16)
                    .WithTransferSyntax(syntax));
        }
        return (patient, last);
    }

    private static async Task ShouldHaveTheSameAsync(Party one, Party other, int patient)
    {
        var (left, right) = (await one.InstancesAsync(patient), await other.InstancesAsync(patient));
        left.Keys.ShouldBe(right.Keys);
        left.Count.ShouldBe(Instances);
        foreach (var (id, tags) in left) JsonElement.DeepEquals(tags, right[id]).ShouldBeTrue($"{tags}\n{right[id]}");
    }

    private static async Task<JsonElement> CommitmentAsync(Party party, string study)
    {
        var path = (await party.AskAsync("/modalities/other/storage-commitment", new { Resources = (string[])[study] })).Text("Path");
        JsonElement report = default;
        await SharedServer.UntilAsync(() => (report = party.GetAsync(path!).Result).Text("Status") != "Pending");
        return report;
    }

    private static string Uid(int patient, string below) => string.Create(CultureInfo.InvariantCulture, $"2.25.1000.{patient}.{below}");
}
