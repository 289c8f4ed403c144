using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Explorer;

[Collection(nameof(OneServer))]
public sealed class Welcoming(SharedServer server)
{
    [LocalPostgresFact]
    public async Task leads_people_to_a_page_that_needs_nothing_from_elsewhere()
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = server.Http.BaseAddress };

        using var root = await browser.GetAsync(new Uri("/", UriKind.Relative));

        (root.StatusCode, root.Headers.Location?.OriginalString).ShouldBe((HttpStatusCode.TemporaryRedirect, "app/explorer.html"));
        using var page = await browser.GetAsync(new Uri(browser.BaseAddress!, root.Headers.Location!));
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        var html = await page.Content.ReadAsStringAsync();
        html.ShouldContain("../api-docs");
        html.ShouldContain("../statistics");
        html.ShouldNotContain("://");
        html.ShouldNotContain("DicomPort", Case.Sensitive, "nothing listens there");
    }

    [LocalPostgresFact]
    public async Task has_no_icon() =>
        (await SharedServer.RefusalAsync(server.GetAsync("/favicon.ico"))).Status.ShouldBe(HttpStatusCode.NotFound);
}
