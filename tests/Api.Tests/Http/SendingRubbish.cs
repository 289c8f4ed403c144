using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Http;

/// <summary>Walks every registered route with bodies, ids and queries that mean nothing. No answer may be a fault of the server, or
/// late.</summary>
public sealed class SendingRubbish(OneJobServer one) : IClassFixture<OneJobServer>
{
    // Bytes of one text, of which a body has three.
    private const int Large = 7 * 1024 * 1024;

    // Characters: what a request line holds twice, once, and no more.
    private const int LongTwice = 30_000, Long = 60_000, TooLong = 64 * 1024;

    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(60);

    private static readonly UriCreationOptions s_asItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    // Bytes of a body that is longer than anything that is read into memory as a whole.
    private const int Huge = 100 * 1024 * 1024;

    // What Orthanc itself answers with a status of 500 or more to a request that makes no sense (spec: error codes without a status of
    // their own).
    private static readonly int[] s_orthancs = [2, 6, 9, 20, 23, 24, 27, 37];

    private static readonly (string What, byte[] Bytes)[] s_bodies =
    [
        ("nothing", []),
        ("one byte", [0x7b]),
        ("a NUL", [0]),
        ("no UTF-8", [0x22, 0xff, 0xfe, 0x22]),
        ("half a surrogate pair",
            """{"Resources":["\ud800"],"Replace":{"PatientName":"\udc00"},"Tags":{"PatientName":"\ud800"},"Content":"\ud800","Level":"\udfff"}"""u8.ToArray()),
        ("a NUL in a text",
            """{"Resources":["\u0000"],"Replace":{"PatientName":"x\u0000"},"Tags":{"PatientName":"\u0000"},"Content":"\u0000","Level":"Study\u0000"}"""u8.ToArray()),
        ("no UTF-8 in a text", [.. "{\"Resources\":[\""u8, 0xc3, 0x28, .. "\"],\"Replace\":{\"PatientName\":\""u8, 0xed, 0xa0, 0x80,
            .. "\"},\"Level\":\""u8, 0xff, .. "\"}"u8]),
        ("depth", Encoding.ASCII.GetBytes(new string('[', 100_000))),
        ("closed depth", Encoding.ASCII.GetBytes($"{{\"Replace\":{new string('[', 5000)}{new string(']', 5000)}}}")),
        ("null", "null"u8.ToArray()),
        ("a number", "1e999"u8.ToArray()),
        ("a list of everything", """[null, true, 1, "x", [], {}]"""u8.ToArray()),
        ("members of other types",
            """{"Resources":{},"Replace":5,"Remove":{},"Keep":"x","Tags":[],"Series":1,"Level":[],"Parent":{},"Content":5,"Priority":"x","Asynchronous":"x"}"""u8.ToArray()),
        ("lists of other types",
            """{"Resources":[1],"Remove":[{}],"Keep":[null],"Series":[[]],"Instances":[true],"Content":[5]}"""u8.ToArray()),
        ("ids that are none",
            """{"Resources":["", "x", "../..", "'; drop table views.patients; --"],"Series":["x"],"Instances":["x"]}"""u8.ToArray()),
        ("much",
            Encoding.ASCII.GetBytes(
                $"{{\"Replace\":{{\"PatientName\":\"{new string('x', Large)}\"}},\"Resources\":[\"{new string('y', Large)}\"],\"Tags\":{{\"PatientName\":\"{new string('z', Large)}\"}}}}")),
        ("half a form", "--x\r\nContent-Disposition: form-data"u8.ToArray()),
        ("half a ZIP archive", "PK\x03\x04\0\0\0\0\0\0"u8.ToArray()),
    ];

    private static readonly string[] s_ids =
    [
        "%00", "a%00b", "%0d%0aX:%20y", "%ff%fe", "%c3%28", "%ed%a0%80", "%2e%2e", "..%2f..%2fetc%2fpasswd", "%5c", "'%20or%201=1--",
        "%25s%25n", "-1", "9999999999999999999999",
        "%f0%9f%8f%a5", "{id}", "*", new('a', 8000), new('a', LongTwice), new('a', Long), new('a', TooLong), "%20", "null",
    ];

    private static readonly string[] s_queries =
    [
        "?expand=maybe", "?since=-1&limit=x", "?since=99999999999999999999&limit=1", "?limit=%00&since=%00", "?requestedTags=%00;Nope;0010",
        "?requested-tags=;;;", "?_method=", "?%00=%00",
        "?transcode=%00", "?transcode=1.2.3", "?filename=%0d%0aX:y%00", "?lossy-quality=x&quality=x",
        "?width=-1&height=x&window-center=NaN&window-width=1e999", "?whole=x", "?numeric=x&full=x",
        "?resources=,,%00", "?level=%00", "?type=%00&to=x&last", "?ignore-length=%00,Nope", "?compress=x&rescale=x",
        "?returnUnsupportedImage=x", "?&&&===%zz", "?short&full&simplify",
    ];

    [PostgresFact]
    public async Task in_bodies_is_refused() => await WalkAsync(
        RegisteredRoute.Of(one.Server).Where(route => route.Method is "POST" or "PUT"),
        route => s_bodies.Select(body => (body.What, Query: "", Id: (string?)null, Body: (byte[]?)body.Bytes)));

    [PostgresFact]
    public async Task in_ids_is_refused() => await WalkAsync(
        RegisteredRoute.Of(one.Server).Where(route => route.Segments.Any(RegisteredRoute.IsParameter)),
        route =>
            s_ids.Select(id => (id[..Math.Min(30, id.Length)], "", (string?)id,
                route.Method is "POST" or "PUT" ? "{}"u8.ToArray() : null)));

    [PostgresFact]
    public async Task in_queries_is_refused() => await WalkAsync(
        RegisteredRoute.Of(one.Server),
        route => s_queries.Select(query => (query, query, (string?)null, route.Method is "POST" or "PUT" ? "{}"u8.ToArray() : null)));

    [PostgresFact]
    public async Task ids_of_other_levels_and_of_what_is_gone_are_refused()
    {
        var others = await StoreAsync();
        var gone = await StoreAsync();
        using (var deleted = await one.Server.Http.DeleteAsync(new Uri($"/patients/{gone["patients"]}", UriKind.Relative)))
            deleted.EnsureSuccessStatusCode();
        await WalkAsync(
            RegisteredRoute.Of(one.Server).Where(route => route.Segments.Contains("{id}")),
            route =>
                others.Where(other => other.Key != route.Segments[0]).Concat(gone)
                .Select(other => (other.Key, "", (string?)other.Value, route.Method is "POST" or "PUT" ? "{}"u8.ToArray() : null)));
    }

    /// <summary>One route of each way of reading a body: as a file, as a form, as JSON of each kind, as text.</summary>
    [PostgresTheory]
    [InlineData("POST", "/instances", "application/dicom")]
    [InlineData("POST", "/instances", "multipart/form-data; boundary=x")]
    [InlineData("POST", "/dicom-web/studies", "multipart/related; type=application/dicom; boundary=x")]
    [InlineData("POST", "/studies/0/modify", "application/json")]
    [InlineData("POST", "/studies/0/split", "application/json")]
    [InlineData("POST", "/tools/bulk-delete", "application/json")]
    [InlineData("POST", "/tools/bulk-content", "application/json")]
    [InlineData("POST", "/tools/create-archive", "application/json")]
    [InlineData("POST", "/tools/create-dicom", "application/json")]
    [InlineData("POST", "/tools/lookup", "text/plain")]
    [InlineData("POST", "/tools/execute-script", "text/plain")]
    [InlineData("PUT", "/modalities/huge", "application/json")]
    [InlineData("PUT", "/peers/huge", "application/json")]
    [InlineData("PUT", "/dicom-web/servers/huge", "application/json")]
    [InlineData("PUT", "/patients/0/protected", "text/plain")]
    [InlineData("PUT", "/tools/log-level", "text/plain")]
    [InlineData("PUT", "/tools/accepted-transfer-syntaxes", "application/json")]
    public async Task in_a_body_of_100_MB_is_refused_in_time(string method, string path, string type)
    {
        // Begins as what the route wants.
        var body = GC.AllocateUninitializedArray<byte>(Huge);
        body.AsSpan().Fill((byte)'x');
        (type.StartsWith("multipart", StringComparison.Ordinal) ? "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"u8
            : type.EndsWith("json", StringComparison.Ordinal) ? "{\"Resources\":[\""u8 : ""u8).CopyTo(body);
        if (type.EndsWith("json", StringComparison.Ordinal)) "\"]}"u8.CopyTo(body.AsSpan(Huge - 3));
        using var request = new HttpRequestMessage(new(method),
            new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(body), Headers = { ExpectContinue = true } };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        var clock = Stopwatch.StartNew();

        using var answer = await one.Server.Http.SendAsync(request);

        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBeInRange(200, 499, text);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    private async Task WalkAsync(IEnumerable<RegisteredRoute> routes,
        Func<RegisteredRoute, IEnumerable<(string What, string Query, string? Id, byte[]? Body)>> rubbish)
    {
        var wrong = new List<string>();
        var kept = await StoreAsync();
        foreach (var route in routes.Where(route => !route.EndsTheServer))
        {
            foreach (var (what, query, id, body) in rubbish(route))
            {
                // Builds all views anew, whatever it is sent.
                if (route.Segments is [.., "reconstruct"] && id is null) continue;

                // What would remove or change the instance that is asked about is sent to one that was never there.
                var mayChange = route.Method != "GET" && route.Method != "POST";
                var path = route.Path((first, name) => id ?? (name == "id" && !mayChange ? kept.GetValueOrDefault(first, "x") : "0"));
                var clock = Stopwatch.StartNew();
                var (status, error, answered) = await SendAsync(route.Method, path + query, body);
                if (answered is not null && !new RegisteredRoute(route.Method, answered).Spells(Canonical(path)))
                    wrong.Add($"{route} with {what}: answered by {string.Join('/', answered)}");
                if (status >= 500 && status != 501 && !(error is { } number && s_orthancs.Contains(number)))
                    wrong.Add($"{route} with {what}: {status} {error}");
                if (clock.Elapsed > s_late) wrong.Add($"{route} with {what}: {clock.Elapsed}");
            }
        }
        wrong.ShouldBeEmpty();
        using var still = await one.Server.Http.GetAsync(new Uri("/system", UriKind.Relative));
        still.EnsureSuccessStatusCode();
    }

    private async Task<Dictionary<string, string>> StoreAsync()
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

    // Dots alone lead elsewhere, escaped or not (RFC 3986 section 6.2.2).
    private string Canonical(string path) => path.Length > 2000 ? path : new Uri(one.Server.Http.BaseAddress!, path).AbsolutePath;

    private async Task<(int Status, int? Error, string[]? AnsweredBy)> SendAsync(string method, string path, byte[]? body)
    {
        using var request = new HttpRequestMessage(new(method),
            new Uri(one.Server.Http.BaseAddress!.ToString().TrimEnd('/') + path, s_asItIs));
        if (body is not null) request.Content = new ByteArrayContent(body);
        using var answer = await one.Server.Http.SendAsync(request);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var answeredBy = answer.Headers.TryGetValues(NamingRoutes.Header, out var named)
            ? named.Single().Split('/', StringSplitOptions.RemoveEmptyEntries) : null;
        if ((int)answer.StatusCode < 400 || bytes.Length == 0) return ((int)answer.StatusCode, null, answeredBy);
        return ((int)answer.StatusCode, JsonElement.Parse(bytes).GetProperty("OrthancStatus").GetInt32(), answeredBy);
    }
}
