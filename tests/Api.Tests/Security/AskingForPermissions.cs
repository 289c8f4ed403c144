using System.Net;
using System.Security.Claims;
using System.Text.Json;
using EventDicom.Api.Security;
using EventDicom.Api.Tests.Http;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Support.Postgres;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EventDicom.Api.Tests.Security;

/// <summary>Walks every registered route with users who may do one thing each.</summary>
public sealed class AskingForPermissions : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private readonly OneThing _user = new();
    private JobServer? _server;

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is not null) return;
        await _postgres.InitializeAsync();
        _server = await JobServer.StartAsync(_postgres.ConnectionString, also: services => services.AddSingleton<AccessRules>(_user));
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [PostgresFact]
    public async Task each_route_asks_for_exactly_one_and_refuses_whoever_has_none_or_another()
    {
        var wrong = new List<string>();
        var asked = new HashSet<string>();
        foreach (var endpoint in _server!.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var route = RegisteredRoute.Of(endpoint)[0];
            // For probes, which have no credentials; the scripts of a page, which the world knows; a route of FastEndpoints that nobody
            // reaches.
            if (route.Segments is ["health", ..] or ["api-docs", "scalar.js" or "scalar.aspnetcore.js" or "favicon.svg"]
                or ["_test_url_cache_"]) continue;

            var policies = endpoint.Metadata.OfType<IAuthorizeData>().Select(data => data.Policy).ToArray();
            if (endpoint.Metadata.OfType<IAllowAnonymous>().Any() || policies is not [{ } permission] || !Allow.Names.Contains(permission))
            {
                wrong.Add($"{route} asks for {string.Join(", ", policies)}");
                continue;
            }
            asked.Add(permission);

            foreach (var other in (string[])["", .. Allow.Names.Where(name => name != permission).Take(1)])
            {
                _user.Permission = other;
                var (status, error) = await AskAsync(route);
                if ((status, error) != (HttpStatusCode.Forbidden, (int)OrthancError.ForbiddenAccess))
                    wrong.Add($"{route} answers {status} to a user with \"{other}\"");
            }

            // These refuse everybody, in the end.
            if (route.EndsTheServer || route.Segments is ["tools", "execute-script"] or ["instances", _, "export"]) continue;
            _user.Permission = permission;
            if ((await AskAsync(route)).Status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
                wrong.Add($"{route} refuses a user with {permission}");
        }

        wrong.ShouldBeEmpty();
        asked.ShouldBe(Allow.Names, ignoreOrder: true);
    }

    [PostgresFact]
    public async Task refuses_in_the_shape_of_Orthancs_errors_before_anything_is_done()
    {
        _user.Permission = Allow.View;
        using var answer = await _server!.Http.DeleteAsync(new Uri("/changes", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        var error = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        error.Names().ShouldBe(["Details", "HttpError", "HttpStatus", "Message", "Method", "OrthancError", "OrthancStatus", "Uri"]);
        (error.GetProperty("HttpStatus").GetInt32(), error.Text("Method"), error.Text("Uri")).ShouldBe((403, "DELETE", "/changes"));
    }

    [PostgresFact]
    public async Task lets_whoever_has_all_do_everything_and_nobody_see_what_there_is_not()
    {
        _user.Permission = Allow.All;
        (await _server!.Http.GetAsync(new Uri("/system", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        _user.Permission = "";
        (await _server.Http.GetAsync(new Uri("/nope", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _server.Http.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<(HttpStatusCode Status, int? Error)> AskAsync(RegisteredRoute route)
    {
        using var request = new HttpRequestMessage(new(route.Method), route.Path((_, name) => name == "name" ? "1024" : "0"));
        using var answer = await _server!.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode == HttpStatusCode.Forbidden
            ? (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("OrthancStatus").GetInt32())
            : (answer.StatusCode, null);
    }

    /// <summary>Makes everybody a user who may do one thing, or nothing.</summary>
    private sealed class OneThing() : AccessRules(new() { RegisteredUsers = new Dictionary<string, string>() })
    {
        public string Permission { get; set; } = "";

        public override ClaimsPrincipal Admit(HttpContext context) =>
            new(new ClaimsIdentity(Permission.Length == 0 ? [] : [new Claim(Api.Security.Allow.ClaimType, Permission)], "Test"));
    }
}
