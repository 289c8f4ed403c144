using System.Text.Json;
using EventDicom.Benchmarks.Http;
using EventDicom.Benchmarks.Measuring;

namespace EventDicom.Benchmarks.Scenarios;

/// <summary>Whole lists of IDs, and expanded lists page by page. Rates count rows, latencies are those of one request.</summary>
internal static class Listing
{
    private const int PageLength = 100;

    public static IEnumerable<Step> Steps(Plan plan) =>
    [
        Whole(plan, "/studies"),
        Whole(plan, "/instances"),
        Expanded(plan, "/studies"),
        Expanded(plan, "/series"),
        Expanded(plan, "/instances"),
    ];

    private static Step Whole(Plan plan, string path) => new($"list {path}", 1, (target, load) =>
    {
        var rows = Rows(target, path);
        var request = target.Request("GET", path);
        return load.For($"list {path}", "rows", plan.Time, _ => (connection, _) =>
            RefusedException.Unless(connection.Exchange(request, skipBody: true)).Length > rows * 40 ? rows : 0);
    });

    private static Step Expanded(Plan plan, string path) => new($"list {path}?expand, pages of {PageLength}", 1, (target, load) =>
    {
        var rows = Rows(target, path);
        var pages = Enumerable.Range(0, (rows + PageLength - 1) / PageLength)
            .Select(page => (Rows: Math.Min(PageLength, rows - (page * PageLength)),
                Request: target.Request("GET", $"{path}?expand&since={page * PageLength}&limit={PageLength}")))
            .ToArray();
        using (var probe = new HttpConnection(target))
        using (var page = JsonDocument.Parse(RefusedException.Unless(probe.Exchange(pages[^1].Request)).Body))
        {
            if (page.RootElement.GetArrayLength() != pages[^1].Rows || !page.RootElement[0].TryGetProperty("MainDicomTags", out _))
                throw new RefusedException($"the last page is not {pages[^1].Rows} expanded resources");
        }

        return load.For($"list {path}?expand, pages of {PageLength}", "rows", plan.Time, _ => (connection, number) =>
        {
            var (count, request) = pages[number % pages.Length];
            return RefusedException.Unless(connection.Exchange(request, skipBody: true)).Length > count * 100 ? count : 0;
        });
    });

    private static int Rows(Target target, string path)
    {
        using var connection = new HttpConnection(target);
        using var list = JsonDocument.Parse(RefusedException.Unless(connection.Get(path)).Body);
        return list.RootElement.GetArrayLength() is > 0 and var rows ? rows : throw new RefusedException("nothing to list: upload first");
    }
}
