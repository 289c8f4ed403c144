using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Http;

/// <summary>Walks every registered route under other spellings of its path.</summary>
public sealed class SpellingPaths(OneJobServer one) : IClassFixture<OneJobServer>
{
    private static readonly UriCreationOptions s_asItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    [PostgresFact]
    public async Task in_another_case_finds_nothing_and_does_nothing()
    {
        var ids = await IdsAsync();
        var before = await StateAsync();
        var routes = RegisteredRoute.Of(one.Server);
        routes.Count.ShouldBeGreaterThan(100);
        var wrong = new List<string>();
        foreach (var route in routes)
        {
            foreach (var spelled in Misspelled(route).Distinct())
            {
                var path = spelled.Path((first, name) => name == "id" ? ids.GetValueOrDefault(first, "x") : "0");
                if (route.Spells(path)) continue; // no letters

                var (status, body) = await SendAsync(route.Method, path);
                if (routes.Any(other => other.Spells(path)))
                {
                    // A parameter of another route takes the word: it answers as for any word that it does not know.
                    // The pages of the API's description are called by whatever name.
                    if ((int)status is < 400 or >= 500 && route.Segments is not ["api-docs", ..]) wrong.Add($"{route}: {path} is {status}");
                }
                else if (status != HttpStatusCode.NotFound || Kind(body) != "error 17")
                {
                    wrong.Add($"{route}: {path} is {status} {body}");
                }
            }
        }
        wrong.ShouldBeEmpty();
        (await StateAsync()).ShouldBe(before);
    }

    [PostgresFact]
    public async Task with_more_slashes_or_escaped_letters_is_the_same_route()
    {
        var ids = await IdsAsync();
        var wrong = new List<string>();
        foreach (var route in RegisteredRoute.Of(one.Server).Where(route => !route.EndsTheServer))
        {
            // What changes something is asked of ids that nothing has.
            var path = route.Path((first, name) => route.Method == "GET" && name == "id" ? ids.GetValueOrDefault(first, "x") : "0");
            var plain = await SendAsync(route.Method, path);
            foreach (var spelling in (string[])["/" + path, path.Replace("/", "//", StringComparison.Ordinal), path + "/", path + "//",
                Escaped(path)])
            {
                var answer = await SendAsync(route.Method, spelling);
                if (answer.Status != plain.Status || Kind(answer.Body) != Kind(plain.Body))
                    wrong.Add($"{route}: {spelling} is {answer.Status} {answer.Body}, not {plain.Status} {plain.Body}");
            }
        }
        wrong.ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task with_an_escaped_slash_does_not_lead_further()
    {
        var ids = await IdsAsync();
        var before = await StateAsync();
        var wrong = new List<string>();
        foreach (var route in RegisteredRoute.Of(one.Server).Where(route => route.Segments.Count > 1))
        {
            var path = route.Path((first, name) => name == "id" ? ids.GetValueOrDefault(first, "x") : "0");
            var escaped = path[..path.LastIndexOf('/')] + "%2F" + path[(path.LastIndexOf('/') + 1)..];
            var (status, body) = await SendAsync(route.Method, escaped);
            if ((int)status is < 400 or >= 500) wrong.Add($"{route}: {escaped} is {status} {body}");
        }
        wrong.ShouldBeEmpty();
        (await StateAsync()).ShouldBe(before);
    }

    private static IEnumerable<RegisteredRoute> Misspelled(RegisteredRoute route)
    {
        yield return Spelled((word, _) => word.ToUpperInvariant());
        yield return Spelled((word, _) =>
            string.Concat(word.Select((letter, index) => index % 2 == 0 ? char.ToUpperInvariant(letter) : letter)));
        // Each word by itself, so that a route is not refused for its first one alone.
        for (var place = 0; place < route.Segments.Count; place++)
        {
            var only = place;
            if (!RegisteredRoute.IsParameter(route.Segments[place]))
                yield return Spelled((word, index) => index == only ? char.ToUpperInvariant(word[0]) + word[1..] : word);
        }

        RegisteredRoute Spelled(Func<string, int, string> spell) =>
            route with { Segments = [.. route.Segments.Select((segment, index) =>
                RegisteredRoute.IsParameter(segment) ? segment : spell(segment, index))] };
    }

    // The first letter of each word, as a client may well escape it.
    private static string Escaped(string path) =>
        string.Join('/', path.Split('/').Select(segment =>
            segment.Length > 0 && char.IsAsciiLetter(segment[0]) ? $"%{(int)segment[0]:x2}{segment[1..]}" : segment));

    // What may differ from one answer to the next is left out: times, new UIDs, the path that an error repeats.
    private static string Kind(string body) => body.Length == 0 ? "empty"
        : body.Contains("\"OrthancStatus\"", StringComparison.Ordinal)
        && JsonElement.Parse(body).TryGetProperty("OrthancStatus", out var error)
        ? $"error {error}"
        : body[..1];

    private async Task<Dictionary<string, string>> IdsAsync()
    {
        using var stored = await one.Server.Http.PostAsync(new Uri("/instances", UriKind.Relative),
            new ByteArrayContent(SyntheticInstance.Create(SharedServer.NewPatient()).ToBytes()));
        var answer = await stored.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return new()
        {
            ["patients"] = answer.Text("ParentPatient")!, ["studies"] = answer.Text("ParentStudy")!,
            ["series"] = answer.Text("ParentSeries")!, ["instances"] = answer.Text("ID")!,
        };
    }

    private async Task<string> StateAsync()
    {
        var state = new List<string>();
        foreach (var path in (string[])["/statistics", "/jobs", "/modalities", "/peers", "/tools/labels", "/tools/log-level",
            "/tools/default-encoding"])
            state.Add(await one.Server.Http.GetStringAsync(new Uri(path, UriKind.Relative)));
        return string.Join('\n', state);
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(string method, string path)
    {
        using var request = new HttpRequestMessage(new(method),
            new Uri(one.Server.Http.BaseAddress!.ToString().TrimEnd('/') + path, s_asItIs));
        if (method is "POST" or "PUT") request.Content = new ByteArrayContent([]);
        using var answer = await one.Server.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
