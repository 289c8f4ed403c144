using System.Globalization;
using System.Net.Http.Json;

namespace EventDicom.Api.Tests.Consumers;

/// <summary>One answer of GET /changes.</summary>
internal sealed record ChangesPage(IReadOnlyList<Change> Changes, bool Done, long Last)
{
    /// <summary>Asks for a page, and checks what holds for every page, whatever else is going on.</summary>
    public static async Task<ChangesPage> GetAsync(HttpClient http, long since, int limit)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/changes?since={since}&limit={limit}");
        var page = await http.GetFromJsonAsync<ChangesPage>(new Uri(path, UriKind.Relative))
            ?? throw new InvalidDataException($"{path} answers null");

        var numbers = page.Changes.Select(change => change.Seq).Prepend(since).ToList();
        numbers.Zip(numbers.Skip(1)).ShouldAllBe(pair => pair.First < pair.Second, $"{path}: numbers must increase from since on");
        page.Changes.Count.ShouldBeLessThanOrEqualTo(limit);
        page.Last.ShouldBeGreaterThanOrEqualTo(numbers[^1]);
        if (page.Changes.Count > 0) page.Last.ShouldBe(numbers[^1]);
        else page.Done.ShouldBeTrue($"{path}: an empty page ends the log");
        return page;
    }

    /// <summary>The log from its beginning up to and including number <paramref name="to"/>.</summary>
    public static async Task<IReadOnlyList<Change>> WholeLogAsync(HttpClient http, long to = long.MaxValue)
    {
        var log = new List<Change>();
        ChangesPage page;
        long since = 0;
        do
        {
            page = await GetAsync(http, since, limit: 100);
            log.AddRange(page.Changes.Where(change => change.Seq <= to));
            since = page.Last;
        }
        while (!page.Done && since < to);
        return log;
    }
}
