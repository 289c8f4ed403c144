using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Resources;

[Collection(nameof(OneServer))]
public sealed class ReadingResources(SharedServer server) : IAsyncLifetime
{
    private readonly int _patient = SharedServer.NewPatient();
    private string _id = "", _series = "", _study = "", _patientId = "";

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is not null) return;
        var answer = await server.UploadAsync(SyntheticInstance.Create(_patient).With(DicomTag.StudyDescription, "LO", "Scan")
            .With(DicomTag.AccessionNumber, "SH", ""));
        (_id, _series, _study, _patientId) = (answer.Text("ID")!, answer.Text("ParentSeries")!, answer.Text("ParentStudy")!,
            answer.Text("ParentPatient")!);
        await server.UploadAsync(SyntheticInstance.Create(_patient, instance: 2));
        await server.UploadAsync(SyntheticInstance.Create(_patient, series: 2));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [LocalPostgresFact]
    public async Task shows_an_instance_as_Orthanc_does()
    {
        var json = await server.JsonAsync($"/instances/{_id}");

        json.Names().ShouldBe(["FileSize", "FileUuid", "ID", "IndexInSeries", "Labels", "MainDicomTags", "ParentSeries", "Type"]);
        json.GetProperty("IndexInSeries").GetInt32().ShouldBe(1);
        json.Text("ParentSeries").ShouldBe(_series);
        json.GetProperty("MainDicomTags").Text("SOPInstanceUID").ShouldBe($"2.25.1000.{_patient}.1.1.1");
    }

    [LocalPostgresFact]
    public async Task shows_a_series_as_Orthanc_does()
    {
        var json = await server.JsonAsync($"/series/{_series}");

        json.Names()
            .ShouldBe(["ExpectedNumberOfInstances", "ID", "Instances", "IsStable", "Labels", "LastUpdate", "MainDicomTags", "ParentStudy",
                "Status", "Type"]);
        json.GetProperty("ExpectedNumberOfInstances").ValueKind.ShouldBe(JsonValueKind.Null);
        json.GetProperty("Instances").GetArrayLength().ShouldBe(2);
        json.Text("Status").ShouldBe("Unknown");
    }

    [LocalPostgresFact]
    public async Task shows_a_study_with_the_tags_of_its_first_instance_and_of_its_patient()
    {
        var json = await server.JsonAsync($"/studies/{_study}");

        json.Names()
            .ShouldBe(["ID", "IsStable", "Labels", "LastUpdate", "MainDicomTags", "ParentPatient", "PatientMainDicomTags",
                "Series", "Type"]);
        json.GetProperty("MainDicomTags").Text("StudyDescription").ShouldBe("Scan");
        json.GetProperty("MainDicomTags").Text("AccessionNumber").ShouldBe("");
        json.GetProperty("PatientMainDicomTags").Text("PatientID").ShouldBe($"SYN{_patient}");
        json.GetProperty("Series").Texts().Count.ShouldBe(2);
    }

    [LocalPostgresFact]
    public async Task names_tags_in_the_form_that_is_asked_for()
    {
        (await server.JsonAsync($"/patients/{_patientId}?short")).GetProperty("MainDicomTags").Text("0010,0020").ShouldBe($"SYN{_patient}");
        var full = (await server.JsonAsync($"/patients/{_patientId}?full")).GetProperty("MainDicomTags").GetProperty("0010,0020");
        (full.Text("Name"), full.Text("Type"), full.Text("Value")).ShouldBe(("PatientID", "String", $"SYN{_patient}"));
        (await server.JsonAsync($"/patients/{_patientId}?short&simplify")).GetProperty("MainDicomTags").Text("PatientID")
            .ShouldBe($"SYN{_patient}");
    }

    [LocalPostgresFact]
    public async Task adds_the_tags_that_are_requested()
    {
        var requested = (await server.JsonAsync($"/studies/{_study}?requestedTags=ModalitiesInStudy;SOPClassUID;PatientID;0020-1208"))
            .GetProperty("RequestedTags");

        requested.Text("ModalitiesInStudy").ShouldBe("OT");
        requested.Text("SOPClassUID").ShouldBe(SyntheticInstance.SecondaryCapture);
        requested.Text("PatientID").ShouldBe($"SYN{_patient}");
        requested.Text("NumberOfStudyRelatedInstances").ShouldBe("3");
    }

    [LocalPostgresFact]
    public async Task lists_descendants_expanded_or_by_id()
    {
        (await server.JsonAsync($"/patients/{_patientId}/studies"))[0].Text("ID").ShouldBe(_study);
        (await server.JsonAsync($"/patients/{_patientId}/instances")).GetArrayLength().ShouldBe(3);
        (await server.JsonAsync($"/studies/{_study}/series?expand=false")).Texts().ShouldContain(_series);
        (await server.JsonAsync($"/series/{_series}/instances")).GetArrayLength().ShouldBe(2);
    }

    [LocalPostgresFact]
    public async Task finds_ancestors()
    {
        (await server.JsonAsync($"/instances/{_id}/series")).Text("ID").ShouldBe(_series);
        (await server.JsonAsync($"/instances/{_id}/study")).Text("ID").ShouldBe(_study);
        (await server.JsonAsync($"/series/{_series}/patient")).Text("ID").ShouldBe(_patientId);
    }

    [LocalPostgresFact]
    public async Task tells_unknown_from_misplaced_identifiers()
    {
        (await SharedServer.RefusalAsync(server.GetAsync("/studies/unknown"))).ShouldBe((HttpStatusCode.NotFound, null, null));
        (await SharedServer.RefusalAsync(server.GetAsync($"/studies/{_id}"))).ShouldBe((HttpStatusCode.NotFound, null, null));
        (await SharedServer.RefusalAsync(server.GetAsync("/studies/unknown/series"))).Error.ShouldBe(17);
        foreach (var below in (string[])["instances", "shared-tags", "instances-tags", "module", "metadata", "metadata/LastUpdate",
            "attachments", "labels"])
            (await SharedServer.RefusalAsync(server.GetAsync($"/studies/{_id}/{below}")))
                .ShouldBe((HttpStatusCode.NotFound, 17, null), below);
        foreach (var below in (string[])["ordered-slices", "numpy"])
            (await SharedServer.RefusalAsync(server.GetAsync($"/series/{_id}/{below}")))
                .ShouldBe((HttpStatusCode.NotFound, 17, null), below);
        foreach (var archive in (string[])["archive", "media"])
        {
            (await SharedServer.RefusalAsync(server.GetAsync($"/studies/{_id}/{archive}"))).ShouldBe((HttpStatusCode.NotFound, 7, null));
            (await SharedServer.RefusalAsync(server.PostAsync($"/studies/{_id}/{archive}", "{}"u8.ToArray())))
                .ShouldBe((HttpStatusCode.NotFound, 7, null));
            (await SharedServer.RefusalAsync(server.GetAsync($"/studies/unknown/{archive}"))).ShouldBe((HttpStatusCode.NotFound, 17, null));
        }
        (await SharedServer.RefusalAsync(server.GetAsync($"/studies/{_id}/patient"))).ShouldBe((HttpStatusCode.NotFound, null, null));
        (await SharedServer.RefusalAsync(server.GetAsync("/studies/unknown/patient"))).Error.ShouldBe(17);
        var statistics = await server.JsonAsync($"/studies/{_id}/statistics");
        (statistics.GetProperty("CountSeries").GetInt32(), statistics.GetProperty("CountInstances").GetInt32(), statistics.Text("DiskSize"))
            .ShouldBe((0, 0, "0"));
    }

    [LocalPostgresFact]
    public async Task counts_what_lies_below()
    {
        var json = await server.JsonAsync($"/patients/{_patientId}/statistics");

        (json.GetProperty("CountStudies").GetInt32(), json.GetProperty("CountSeries").GetInt32(),
            json.GetProperty("CountInstances").GetInt32()).ShouldBe((1, 2, 3));
        var size = (await server.JsonAsync($"/patients/{_patientId}/instances")).EnumerateArray()
            .Sum(instance => instance.GetProperty("FileSize").GetInt64());
        json.Text("DiskSize").ShouldBe(size.ToString(CultureInfo.InvariantCulture));
        json.GetProperty("DiskSizeMB").GetInt32().ShouldBe(0);
    }

    [LocalPostgresFact]
    public async Task pages_through_lists_in_the_order_of_identifiers()
    {
        var all = (await server.JsonAsync("/instances")).Texts();
        all.ShouldBe(all.Order(StringComparer.Ordinal));
        foreach (var (below, member) in new[] { ($"/patients/{_patientId}", "studies"), ($"/studies/{_study}", "series"),
            ($"/series/{_series}", "instances") })
        {
            var children = (await server.JsonAsync($"{below}/{member}?expand=false")).Texts();
            children.ShouldBe(children.Order(StringComparer.Ordinal));
            (await server.JsonAsync(below)).GetProperty(char.ToUpperInvariant(member[0]) + member[1..]).Texts().ShouldBe(children);
        }
        var paged = new List<string?>();
        for (var since = 0; since < all.Count; since += 2)
            paged.AddRange((await server.JsonAsync($"/instances?since={since}&limit=2")).Texts());

        paged.Take(all.Count).ShouldBe(all);
        (await server.JsonAsync("/instances?since=0&limit=0")).GetArrayLength().ShouldBeGreaterThanOrEqualTo(all.Count);
        (await server.JsonAsync("/instances?since=1000000&limit=5")).GetArrayLength().ShouldBe(0);
        (await server.JsonAsync("/studies?since=0&limit=0&expand")).EnumerateArray().ShouldContain(study => study.Text("ID") == _study);
        (await SharedServer.RefusalAsync(server.GetAsync("/studies?since=0&limit=-1")))
            .ShouldBe((HttpStatusCode.BadRequest, 3, "Argument \"limit\" must not be negative"));
    }

    [LocalPostgresFact]
    public async Task refuses_half_a_page_as_Orthanc_does()
    {
        (await SharedServer.RefusalAsync(server.GetAsync("/studies?since=1")))
            .ShouldBe((HttpStatusCode.BadRequest, 8, "Missing \"limit\" argument for GET request against: /studies/"));
        (await SharedServer.RefusalAsync(server.GetAsync("/studies?since=a&limit=1")))
            .ShouldBe((HttpStatusCode.BadRequest, 5, "Syntax error in some user-supplied data"));
    }

    [LocalPostgresFact]
    public async Task looks_up_DICOM_identifiers_at_every_level()
    {
        using var answer = await server.PostAsync("/tools/lookup", Encoding.UTF8.GetBytes($"2.25.1000.{_patient}.1"), "text/plain");
        var found = await answer.Content.ReadFromJsonAsync<JsonElement>();

        found.GetArrayLength().ShouldBe(1);
        (found[0].Text("ID"), found[0].Text("Path"), found[0].Text("Type")).ShouldBe((_study, $"/studies/{_study}", "Study"));
    }

    [LocalPostgresTheory]
    [InlineData("SYN{0}", 1)]
    [InlineData("sYn{0}", 1)]
    [InlineData(" SYN{0}", 0)]
    [InlineData("SYN{0} ", 0)]
    [InlineData("SYN%", 0)]
    [InlineData("S_N{0}", 0)]
    [InlineData("SYN*", 0)]
    [InlineData("SYN{0}\0", 0)]
    public async Task looks_up_identifiers_in_any_case_and_otherwise_as_they_are(string identifier, int count)
    {
        using var answer = await server.PostAsync("/tools/lookup",
            Encoding.UTF8.GetBytes(string.Format(CultureInfo.InvariantCulture, identifier, _patient)), "text/plain");
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetArrayLength().ShouldBe(count);
    }

    [LocalPostgresFact]
    public async Task protects_patients()
    {
        (await server.TextAsync($"/patients/{_patientId}/protected")).ShouldBe("0");
        foreach (var (body, shown) in new[] { ("1", "1"), ("false", "0"), ("true", "1"), ("0", "0") })
        {
            using var put = await server.Http.PutAsync(new Uri($"/patients/{_patientId}/protected", UriKind.Relative),
                new StringContent(body));
            put.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await server.TextAsync($"/patients/{_patientId}/protected")).ShouldBe(shown);
            (await server.JsonAsync($"/patients/{_patientId}")).GetProperty("IsProtected").GetBoolean().ShouldBe(shown == "1");
        }
        using var bad = await server.Http.PutAsync(new Uri($"/patients/{_patientId}/protected", UriKind.Relative),
            new StringContent("maybe"));
        bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [LocalPostgresFact]
    public async Task becomes_stable_after_the_configured_age()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await server.JsonAsync($"/patients/{_patientId}")).GetProperty("IsStable").GetBoolean())
            await Task.Delay(100, patience.Token);

        await server.UploadAsync(SyntheticInstance.Create(_patient, instance: 3));
        (await server.JsonAsync($"/patients/{_patientId}")).GetProperty("IsStable").GetBoolean().ShouldBeFalse();
    }
}
