using System.Text.RegularExpressions;
using EventDicom.Api.Tests.Http;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using FastEndpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EventDicom.Api.Tests.OpenApi;

/// <summary><c>docs/routes.md</c> and the routes of the server are the same, and what the page names is there.</summary>
public sealed partial class ListingRoutes(OneJobServer one) : IClassFixture<OneJobServer>
{
    // What pages and libraries bring with them.
    private static readonly string[] s_unlisted = ["api-docs/scalar.js", "api-docs/scalar.aspnetcore.js", "api-docs/favicon.svg",
        "_test_url_cache_"];

    private static readonly string[] s_levels = ["patients", "studies", "series", "instances"];

    private static readonly IReadOnlyList<Row> s_rows = [.. File.ReadLines(Path.Combine(SourceFolder.Root, "docs", "routes.md"))
        .Select(Row.Of).OfType<Row>()];

    [PostgresFact]
    public void the_page_has_each_route_of_the_server_with_its_endpoint_and_no_other()
    {
        var registered = Endpoints().SelectMany(endpoint =>
            RegisteredRoute.Of(endpoint).Select(route => $"{Shown(route)} {EndpointOf(endpoint)}".TrimEnd()));
        var listed = s_rows
            .SelectMany(row => row.Routes.Select(route => $"{route} {(row.IsEndpoint ? row.Endpoint : "")}".TrimEnd())).ToArray();
        listed.Length.ShouldBeGreaterThan(200);
        listed.Except(registered).ShouldBeEmpty("on the page, not in the server");
        registered.Except(listed).ShouldBeEmpty("in the server, not on the page");
        listed.ShouldBeUnique();
    }

    [Fact]
    public void every_class_that_the_page_names_is_there()
    {
        var missing = new List<string>();
        foreach (var row in s_rows)
        {
            if (typeof(EventDicomServer).Assembly.GetType($"EventDicom.Api.{row.Endpoint.Replace('/', '.')}") is null)
                missing.Add(row.Endpoint);
            row.Tests.ShouldNotBeEmpty(row.Endpoint);
            missing.AddRange(row.Tests.Where(test => GetType().Assembly.GetType($"EventDicom.Api.Tests.{test.Replace('/', '.')}") is null));
        }
        missing.Distinct().ShouldBeEmpty();
    }

    private static string Shown(RegisteredRoute route) => route.ToString().Replace("/{documentName}", "", StringComparison.Ordinal);

    private static string EndpointOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<EndpointDefinition>()?.EndpointType.FullName!["EventDicom.Api.".Length..].Replace('.', '/') ?? "";

    private IEnumerable<RouteEndpoint> Endpoints() =>
        one.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => !s_unlisted.Contains(endpoint.RoutePattern.RawText?.Trim('/')));

    /// <summary>One row of a table of the page.</summary>
    private sealed partial record Row(IReadOnlyList<string> Routes, string Endpoint, IReadOnlyList<string> Tests)
    {
        public bool IsEndpoint => Endpoint.EndsWith("Endpoint", StringComparison.Ordinal);

        /// <returns><c>null</c> for a line that is no row of routes.</returns>
        public static Row? Of(string line)
        {
            if (!line.StartsWith("| `/", StringComparison.Ordinal)
                || line.Split('|', StringSplitOptions.TrimEntries) is not [_, var paths, var methods, var endpoint, var tests,
                    _]) return null;

            var routes =
                from path in Quoted().Matches(paths).SelectMany(quoted => Expand(quoted.Groups[1].Value))
                from method in methods.Split(", ")
                select $"{method} {path}";
            return new([.. routes], endpoint.Split(" (")[0], [.. Classes(tests)]);
        }

        private static IEnumerable<string> Expand(string path)
        {
            if (Choice().Match(path) is not { Success: true } choice) return [path];
            var choices = choice.Value == "{level}" ? s_levels : choice.Value.Trim('{', '}').Split(',');
            return choices.SelectMany(word => Expand(path[..choice.Index] + word + path[(choice.Index + choice.Length)..]));
        }

        // A folder stands for the classes after it, too.
        private static IEnumerable<string> Classes(string tests)
        {
            var folder = "";
            foreach (var name in tests.Split(", ", StringSplitOptions.RemoveEmptyEntries))
            {
                if (name.Contains('/', StringComparison.Ordinal)) folder = name[..name.IndexOf('/', StringComparison.Ordinal)];
                yield return $"{folder}/{name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]}";
            }
        }

        [GeneratedRegex("`([^`]+)`")]
        private static partial Regex Quoted();

        [GeneratedRegex(@"\{level\}|\{[^{}]*,[^{}]*\}")]
        private static partial Regex Choice();
    }
}
