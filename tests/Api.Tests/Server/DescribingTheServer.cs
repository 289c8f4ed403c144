using System.Text.Json;
using System.Text.RegularExpressions;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Server;

[Collection(nameof(OneServer))]
public sealed class DescribingTheServer(SharedServer server)
{
    [LocalPostgresFact]
    public async Task says_which_Orthanc_it_speaks_like()
    {
        var system = await server.JsonAsync("/system");

        (system.Text("Version"), system.GetProperty("ApiVersion").GetInt32(), system.GetProperty("DatabaseVersion").GetInt32())
            .ShouldBe(("1.13.0", 31, 6));
        (system.GetProperty("Capabilities").GetProperty("HasExtendedFind").GetBoolean(),
            system.GetProperty("Capabilities").GetProperty("HasExtendedChanges").GetBoolean()).ShouldBe((true, true));
        system.Names().ShouldBe(system.Names().Order(StringComparer.Ordinal));
        system.GetProperty("IsHttpServerSecure").GetBoolean().ShouldBeTrue("nobody comes in from elsewhere");
        system.GetProperty("MainDicomTags").Text("Patient").ShouldBe("0010,0010;0010,0020;0010,0030;0010,0040;0010,1000");
        (system.GetProperty("ThirdPartyPatches").ValueKind, system.GetProperty("ThirdPartyVersions").ValueKind)
            .ShouldBe((JsonValueKind.Array, JsonValueKind.Object));
        system.GetProperty("Performance").GetProperty("ConcurrentJobs").GetInt32().ShouldBeGreaterThan(0);
    }

    [LocalPostgresFact]
    public async Task counts_the_archive() =>
        (await server.JsonAsync("/statistics")).Names().ShouldBe(
        [
            "CountInstances", "CountPatients", "CountSeries", "CountStudies", "TotalDiskSize", "TotalDiskSizeMB", "TotalUncompressedSize",
            "TotalUncompressedSizeMB",
        ]);

    [LocalPostgresFact]
    public async Task tells_the_time_and_makes_identifiers()
    {
        (await server.TextAsync("/tools/now")).ShouldMatch(@"^\d{8}T\d{6}$");
        (await server.TextAsync("/tools/generate-uid?level=study")).ShouldMatch(@"^2\.25\.\d{1,39}$");
        Guid.TryParse(await server.TextAsync("/tools/generate-uid?level=patient"), out _).ShouldBeTrue();
        (await SharedServer.RefusalAsync(server.GetAsync("/tools/generate-uid"))).ShouldBe((HttpStatusCode.NotFound, null, null));
    }

    [LocalPostgresFact]
    public async Task lists_its_tools_and_what_it_can_do_like_a_plugin()
    {
        (await server.JsonAsync("/tools")).Texts().ShouldContain("lookup");
        (await server.JsonAsync("/plugins")).Texts().ShouldBe(["explorer.js", "dicom-web", "orthanc-worklists"]);
        foreach (var plugin in (string[])["dicom-web", "orthanc-worklists"])
            (await server.JsonAsync($"/plugins/{plugin}")).Names().ShouldBe(["Description", "ExtendsOrthancExplorer", "ID", "Version"]);
        foreach (var plugin in (string[])["postgresql-index", "gdcm", "nope"])
            (await SharedServer.RefusalAsync(server.GetAsync($"/plugins/{plugin}"))).ShouldBe((HttpStatusCode.NotFound, null, null));
    }

    [LocalPostgresFact]
    public async Task answers_unknown_paths_and_methods_as_Orthanc_does()
    {
        (await SharedServer.RefusalAsync(server.GetAsync("/nope"))).ShouldBe((HttpStatusCode.NotFound, 17, null));
        using var wrong = await server.PostAsync("/system", []);
        wrong.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        wrong.Content.Headers.Allow.ShouldBe(["GET"]);
        (await server.TextAsync("/tools//now/")).Length.ShouldBe(15);
        (await server.JsonAsync("/system/")).Text("Version").ShouldBe("1.13.0");
    }

    [LocalPostgresFact]
    public async Task describes_its_interface_and_its_health()
    {
        (await server.TextAsync("/health/live")).ShouldBe("live");
        (await server.TextAsync("/health/ready")).ShouldBe("ready");
        (await server.TextAsync("/openapi.json")).ShouldContain("/studies/{id}");
        (await server.TextAsync("/api-docs")).ShouldContain("openapi.json");
    }

    [LocalPostgresFact]
    public async Task shows_its_interface_with_nothing_from_other_hosts()
    {
        using var page = await server.GetAsync("/api-docs");
        var policy = page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldStartWith("default-src 'self';");
        policy.ShouldContain("connect-src 'self'");
        policy.ShouldNotContain("http");
        policy.ShouldNotContain("*");

        var html = await page.Content.ReadAsStringAsync();
        html.ShouldNotContain("://");
        var settings = html.Replace(" ", "", StringComparison.Ordinal);
        foreach (var off in (string[])["\"withDefaultFonts\":false", "\"telemetry\":false", "\"showDeveloperTools\":\"never\"",
            "\"hideClientButton\":true"]) settings.ShouldContain(off);
        foreach (Match link in Regex.Matches(html, "(?:src|href)=\"([^\"]+)\"")
            .Where(link => !link.Groups[1].Value.StartsWith("data:", StringComparison.Ordinal)))
        {
            using var loaded = await server.Http.GetAsync(new Uri(new Uri(server.Http.BaseAddress!, "/api-docs/"), link.Groups[1].Value));
            loaded.StatusCode.ShouldBe(HttpStatusCode.OK, link.Value);
        }
    }

    [LocalPostgresFact]
    public async Task has_no_routes_of_its_libraries()
    {
        foreach (var method in (string[])["GET", "POST"])
        {
            using var request = new HttpRequestMessage(new(method), "/_test_url_cache_");
            (await SharedServer.RefusalAsync(server.Http.SendAsync(request))).ShouldBe((HttpStatusCode.NotFound, 17, null), method);
        }
    }

    [LocalPostgresTheory]
    [InlineData("/app/explorer.html")]
    [InlineData("/api-docs/scalar.js")]
    [InlineData("/plugins/explorer.js")]
    public async Task sends_its_own_files_whole_whatever_range_is_asked_for(string path)
    {
        var whole = await server.BytesAsync(path);
        foreach (var range in (string[])["bytes=0-3", "bytes=-3", "bytes=0-1,3-4", "bytes=999999999-", "lines=1-2",
            "bytes=5-1", "nonsense"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Range", range).ShouldBeTrue();
            using var answer = await server.Http.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, range);
            (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(whole);
        }
    }
}
