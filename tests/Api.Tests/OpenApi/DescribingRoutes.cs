using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using EventDicom.Api.OpenApi;
using EventDicom.Api.Tests.Http;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EventDicom.Api.Tests.OpenApi;

/// <summary>The document at <c>/openapi.json</c> has every route, and says of each what is true.</summary>
public sealed class DescribingRoutes(OneJobServer one) : IClassFixture<OneJobServer>
{
    // What is no part of Orthanc's interface, or is the document itself.
    private static readonly string[] s_undescribed = ["health", "metrics", "openapi.json", "api-docs", "_test_url_cache_"];

    [PostgresFact]
    public async Task has_every_registered_route_and_no_other()
    {
        var registered = RegisteredRoute.Of(one.Server).Where(IsDescribed).Select(Written).ToArray();
        registered.Length.ShouldBeGreaterThan(200);
        (await DocumentAsync()).Operations.Select(operation => operation.ToString()).ShouldBe(registered, ignoreOrder: true);

        one.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.OfType<DescribedRoute>().Count() != 1)
            .SelectMany(RegisteredRoute.Of).Where(IsDescribed).ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task says_of_each_what_a_client_has_to_know()
    {
        var document = await DocumentAsync();
        var tags = document.Root.GetProperty("tags").EnumerateArray().Select(tag => tag.Text("name")).ToArray();
        var wrong = new List<string>();
        foreach (var operation in document.Operations)
        {
            void Demand(bool so, string what)
            {
                if (!so) wrong.Add($"{operation}: {what}");
            }

            var json = operation.Json;
            Demand(json.Text("summary") is { Length: > 5 } summary && !summary.Contains('{', StringComparison.Ordinal)
                && !summary.EndsWith('.'), "summary");
            Demand(json.GetProperty("tags").Texts().ToArray() is [var tag] && tags.Contains(tag), "tag");
            Demand(Regex.IsMatch(operation.Id, "^[a-z][A-Za-z0-9]+$"), $"name {operation.Id}");
            var parameters = operation.Parameters("path").ToArray();
            Demand(parameters.Select(parameter => $"{{{parameter.Text("name")}}}")
                .SequenceEqual(Regex.Matches(operation.Path, @"\{\w+\}").Select(match => match.Value)), "parameters of the path");
            Demand(parameters.All(parameter => parameter.GetProperty("required").GetBoolean()), "required parameters");
            Demand(parameters.Concat(operation.Parameters("query"))
                .All(parameter => parameter.TryGetProperty("schema", out _) && parameter.Text("description") is { Length: > 3 }),
                "description of parameters");
            Demand(operation.Method is not "PUT" || json.TryGetProperty("requestBody", out _)
                || operation.Path.Contains("/labels/", StringComparison.Ordinal), "body");

            var responses = json.GetProperty("responses").EnumerateObject().ToArray();
            Demand(responses.Any(response => response.Name.StartsWith('2')), "answer");
            foreach (var status in (string[])["400", "403", "default"])
                Demand(responses.Any(response => response.Name == status
                    && document.Resolve(response.Value).GetProperty("content").TryGetProperty("text/plain", out _)), $"error {status}");
            Demand(responses.Any(response => response.Name == "401"), "error 401");
        }

        wrong.ShouldBeEmpty();
        document.Operations.Select(operation => operation.Id).ShouldBeUnique();
    }

    [PostgresFact]
    public async Task refers_to_nothing_that_it_does_not_have()
    {
        var document = await DocumentAsync();
        var references = References(document.Root).Distinct().ToArray();
        references.Length.ShouldBeGreaterThan(30);
        foreach (var reference in references)
            Should.NotThrow(() => document.Resolve(
                JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["$ref"] = reference })), reference);
        // A shape that nothing uses is one that was forgotten.
        var unused = document.Root.GetProperty("components").GetProperty("schemas").Names()
            .Where(name => !references.Contains($"#/components/schemas/{name}"));
        unused.ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task tells_the_truth_about_every_answer_to_a_GET()
    {
        var document = await DocumentAsync();
        var ids = await IdsAsync();
        var wrong = new List<string>();
        var answered = 0;
        foreach (var operation in document.Operations.Where(operation => operation.Method == "GET"))
        {
            var path = operation.Path;
            foreach (var parameter in operation.Parameters("path"))
                path = path.Replace($"{{{parameter.Text("name")}}}", Value(operation, parameter, ids), StringComparison.Ordinal);
            // Without arguments, and with each of the flags.
            var flags = operation.Parameters("query")
                .Where(parameter => document.Resolve(parameter.GetProperty("schema")).TryGetProperty("type", out var type)
                    && type.ToString() == "boolean");
            foreach (var query in (string[])["", .. flags.Select(flag => $"?{flag.Text("name")}=true")])
            {
                using var answer = await one.Server.Http.GetAsync(new Uri(path + query, UriKind.Relative));
                if (!answer.IsSuccessStatusCode) continue;

                answered++;
                wrong.AddRange((await FaultsAsync(document, operation, answer)).Select(fault => $"{operation}{query}: {fault}"));
            }
        }

        wrong.ShouldBeEmpty();
        answered.ShouldBeGreaterThan(200);
    }

    [PostgresFact]
    public async Task tells_the_truth_about_answers_to_a_POST()
    {
        var document = await DocumentAsync();
        var ids = await IdsAsync();
        (string Path, string Url, string Body)[] requests =
        [
            ("/tools/lookup", "/tools/lookup", "DESCRIBED"),
            ("/tools/bulk-content", "/tools/bulk-content", $$"""{ "Resources": ["{{ids["studies"]}}", "{{ids["instances"]}}"] }"""),
            ("/tools/create-dicom", "/tools/create-dicom", """{ "Tags": { "PatientID": "DESCRIBED", "PatientName": "Made" } }"""),
            ("/worklists/create", "/worklists/create", """{ "Tags": { "PatientID": "DESCRIBED" }, "Force": true }"""),
            ("/studies/{id}/archive", $"/studies/{ids["studies"]}/archive", """{ "Asynchronous": true }"""),
            ("/studies/{id}/modify", $"/studies/{ids["studies"]}/modify",
                """{ "Replace": { "StudyDescription": "x" }, "Asynchronous": true }"""),
            ("/studies/{id}/anonymize", $"/studies/{ids["studies"]}/anonymize", "{}"),
            ("/instances/{id}/anonymize", $"/instances/{ids["instances"]}/anonymize", "{}"),
            ("/studies/{id}/reconstruct", $"/studies/{ids["studies"]}/reconstruct", ""),
        ];
        foreach (var (path, url, body) in requests)
        {
            var operation = document.Operations.Single(operation => operation.Method == "POST" && operation.Path == path);
            using var answer = await one.Server.AskAsync(url, body);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{operation}: {await answer.Content.ReadAsStringAsync()}");
            (await FaultsAsync(document, operation, answer)).ShouldBeEmpty(operation.ToString());
        }
    }

    [PostgresFact]
    public async Task tells_the_truth_about_refusals()
    {
        var document = await DocumentAsync();
        using var answer = await one.Server.Http.GetAsync(new Uri("/studies/nope/statistics", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var error = document.Root.GetProperty("components").GetProperty("schemas").GetProperty("Error");
        document.Faults(JsonElement.Parse(await answer.Content.ReadAsStringAsync()), error).ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(ApiDocument document, ApiOperation operation, HttpResponseMessage answer)
    {
        var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (!operation.Json.GetProperty("responses").TryGetProperty(status, out var response)) return [$"status {status} is not described"];
        var body = await answer.Content.ReadAsByteArrayAsync();
        if (!response.TryGetProperty("content", out var contents))
            return body.Length == 0 ? [] : [$"{body.Length} bytes are not described"];
        if (body.Length == 0 && answer.Content.Headers.ContentType is null) return [];
        var type = answer.Content.Headers.ContentType?.MediaType ?? "none";
        if (!contents.TryGetProperty(type, out var content)) return [$"{type} is not described"];
        return type == "application/json" ? [.. document.Faults(JsonElement.Parse(body), content.GetProperty("schema"))] : [];
    }

    private static string Value(ApiOperation operation, JsonElement parameter, IReadOnlyDictionary<string, string> ids) =>
        parameter.Text("name") switch
        {
            "id" => ids.GetValueOrDefault(operation.Path.Split('/')[1], "configured"),
            "frame" => "0",
            "operation" => "info",
            "path" => "PatientID",
            "study" => "2.25.1000.1.1",
            "series" => "2.25.1000.1.1.1",
            "instance" => "2.25.1000.1.1.1.1",
            "frames" => "1",
            "label" => "seen",
            "key" => "archive",
        "index" => "0",
            "name" when operation.Path.Contains("/attachments/", StringComparison.Ordinal) => "dicom",
            "name" => "LastUpdate",
            var other => throw new NotSupportedException($"No value for {other}"),
        };

    private async Task<Dictionary<string, string>> IdsAsync()
    {
        var stored = await one.Server.UploadAsync(SyntheticInstance.Create().With(DicomTag.PatientID, "DESCRIBED").WithImage(4, 4));
        var ids = new Dictionary<string, string>
        {
            ["patients"] = stored.Text("ParentPatient")!, ["studies"] = stored.Text("ParentStudy")!,
            ["series"] = stored.Text("ParentSeries")!, ["instances"] = stored.Text("ID")!,
        };
        foreach (var (level, id) in ids.ToArray())
            using (await one.Server.Http.PutAsync(new Uri($"/{level}/{id}/labels/seen", UriKind.Relative), null)) { }
        foreach (var (path, definition) in ((string, string)[])
        [
            ("/modalities/configured", """["CT", "10.0.0.1", 104]"""),
            ("/peers/configured", """{"Url":"http://127.0.0.1:1/","Username":"alice","Password":"secret"}"""),
            ("/dicom-web/servers/configured", """{"Url":"http://127.0.0.1:1/","Username":"alice","Password":"secret"}"""),
            ("/worklists/configured", """{ "Tags": { "PatientID": "DESCRIBED" } }"""),
        ])
        {
            using var put = await one.Server.Http.PutAsync(new Uri(path, UriKind.Relative), new StringContent(definition));
            put.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        var job = await one.Server.AnswerAsync($"/studies/{ids["studies"]}/archive", """{ "Asynchronous": true }""");
        ids["jobs"] = job.Text("ID")!;
        await one.Server.UntilAsync(ids["jobs"], "Success");
        return ids;
    }

    private async Task<ApiDocument> DocumentAsync() =>
        new(await one.Server.Http.GetFromJsonAsync<JsonElement>(new Uri("/openapi.json", UriKind.Relative)));

    private static bool IsDescribed(RegisteredRoute route) => route.Segments is not [var first, ..] || !s_undescribed.Contains(first);

    private static string Written(RegisteredRoute route) => route.ToString().Replace("{**", "{", StringComparison.Ordinal);

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object =>
            element.EnumerateObject().SelectMany(member =>
                member is { Name: "$ref", Value.ValueKind: JsonValueKind.String } ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
