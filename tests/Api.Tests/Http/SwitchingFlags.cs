using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.Modifying.Modifications;

namespace EventDicom.Api.Tests.Http;

/// <summary>Boolean arguments that Orthanc parses since 1.12.2, on every route that has one.</summary>
[Collection(nameof(OneServer))]
public sealed class SwitchingFlags(SharedServer server)
{
    [LocalPostgresFact]
    public async Task takes_1_true_or_nothing_for_on_0_and_false_for_off_and_refuses_all_else()
    {
        var stored = await server.UploadAsync(SyntheticInstance.Create(SharedServer.NewPatient()).WithImage(2, 2)
            .With(DicomTag.RescaleSlope, "DS", "2").With(DicomTag.RescaleIntercept, "DS", "1"));
        var (instance, series, study, patient) = (stored.Text("ID"), stored.Text("ParentSeries"), stored.Text("ParentStudy"),
            stored.Text("ParentPatient"));
        await server.AnswerAsync($"/studies/{study}/anonymize", """{"Asynchronous":true}"""); // for a list of jobs that is not empty
        foreach (var (route, flag) in ((string, string)[])[
            ("/patients?since=0&limit=1", "expand"), ("/studies?since=0&limit=1", "expand"), ("/series?since=0&limit=1", "expand"),
            ("/instances?since=0&limit=1", "expand"),
            ($"/patients/{patient}/studies", "expand"), ($"/patients/{patient}/series", "expand"),
            ($"/patients/{patient}/instances", "expand"),
            ($"/studies/{study}/series", "expand"), ($"/studies/{study}/instances", "expand"), ($"/series/{series}/instances", "expand"),
            ("/jobs", "expand"), ("/modalities", "expand"), ("/peers", "expand"), ($"/instances/{instance}/metadata", "expand"),
            ($"/instances/{instance}/tags", "whole"), ($"/instances/{instance}/simplified-tags", "whole"),
            ($"/instances/{instance}/preview", "returnUnsupportedImage"), ($"/instances/{instance}/image-uint16", "returnUnsupportedImage"),
            ($"/instances/{instance}/numpy", "compress"), ($"/instances/{instance}/numpy", "rescale"),
            ($"/series/{series}/numpy", "compress"), ($"/instances/{instance}/frames/0/numpy", "rescale")])
        {
            async Task<string> WithAsync(string value)
            {
                var bytes = await server.BytesAsync($"{route}{(route.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{flag}{value}");
                return flag == "expand" ? Shape(JsonElement.Parse(bytes)) : flag == "compress"
                    ? Convert.ToHexString(bytes.AsSpan(0, 2)) : bytes.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            var on = await WithAsync("=true");
            foreach (var value in (string[])["", "=", "=1"]) (await WithAsync(value)).ShouldBe(on, $"{route} {flag}{value}");
            var off = await WithAsync("=false");
            (await WithAsync("=0")).ShouldBe(off, $"{route} {flag}");
            if (flag is "expand" or "compress") on.ShouldNotBe(off, $"{route} {flag}");
            foreach (var value in (string[])["False", "TRUE", "foo", "2"])
            {
                var (status, error, _) = await SharedServer.RefusalAsync(
                    server.GetAsync($"{route}{(route.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{flag}={value}"));
                (status, error).ShouldBe((HttpStatusCode.BadRequest, 3), $"{route} {flag}={value}");
            }
        }
    }

    [LocalPostgresFact]
    public async Task takes_the_last_of_an_argument_that_is_given_twice()
    {
        var stored = await server.UploadAsync(SyntheticInstance.Create(SharedServer.NewPatient()));
        var study = $"/studies/{stored.Text("ParentStudy")}";
        (await server.JsonAsync($"{study}?requestedTags=Modality&requestedTags=PatientID")).GetProperty("RequestedTags").Names()
            .ShouldBe(["PatientID"]);
        (await server.JsonAsync($"{study}?requested-tags=Modality&requested-tags=PatientID;PatientName")).GetProperty("RequestedTags")
            .Names().ShouldBe(["PatientID", "PatientName"]);
        (await server.JsonAsync($"{study}/series?expand=true&expand=false"))[0].GetString().ShouldBe(stored.Text("ParentSeries"));
        (await server.JsonAsync("/instances?limit=x&since=0&limit=1")).GetArrayLength().ShouldBe(1);
        (await server.TextAsync("/tools/generate-uid?level=patient&level=study")).ShouldStartWith("2.25.");
    }

    // Modalities and peers are objects where they are expanded, the others lists of objects.
    private static string Shape(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array
        ? json.EnumerateArray().Select(item => item.ValueKind.ToString()).FirstOrDefault() ?? "empty" : json.ValueKind.ToString();
}
