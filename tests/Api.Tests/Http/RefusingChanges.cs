using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Http;

/// <summary>Orthanc's <c>ReadOnly</c>: every way to change the archive, and how each is refused.</summary>
public sealed class RefusingChanges
{
    private const int Empty = 0;

    private static readonly (string Method, string Path, HttpStatusCode Status, int Error)[] s_changes =
    [
        ("POST", "/instances", HttpStatusCode.MethodNotAllowed, Empty),
        ("POST", "/dicom-web/studies", HttpStatusCode.MethodNotAllowed, Empty),
        ("DELETE", "/patients/x", HttpStatusCode.MethodNotAllowed, Empty),
        ("DELETE", "/studies/x", HttpStatusCode.MethodNotAllowed, Empty),
        ("DELETE", "/series/x", HttpStatusCode.MethodNotAllowed, Empty),
        ("DELETE", "/instances/x", HttpStatusCode.MethodNotAllowed, Empty),
        ("PUT", "/studies/x/labels/a", HttpStatusCode.MethodNotAllowed, Empty),
        ("DELETE", "/studies/x/labels/a", HttpStatusCode.MethodNotAllowed, Empty),
        ("PUT", "/studies/x/attachments/1024", HttpStatusCode.MethodNotAllowed, Empty),
        ("PUT", "/patients/x/protected", HttpStatusCode.MethodNotAllowed, Empty),
        ("POST", "/tools/bulk-delete", HttpStatusCode.NotFound, 17),
        ("POST", "/tools/reconstruct", HttpStatusCode.NotFound, 17),
        ("POST", "/studies/x/reconstruct", HttpStatusCode.NotFound, 17),
        ("POST", "/studies/x/modify", HttpStatusCode.InternalServerError, 22),
        ("POST", "/instances/x/anonymize", HttpStatusCode.InternalServerError, 22),
        ("POST", "/studies/x/split", HttpStatusCode.InternalServerError, 22),
        ("POST", "/studies/x/merge", HttpStatusCode.InternalServerError, 22),
        ("POST", "/tools/bulk-modify", HttpStatusCode.InternalServerError, 22),
        ("POST", "/tools/bulk-anonymize", HttpStatusCode.InternalServerError, 22),
        ("POST", "/tools/create-dicom", HttpStatusCode.InternalServerError, 22),
        ("PUT", "/studies/x/metadata/1024", HttpStatusCode.InternalServerError, 22),
        ("DELETE", "/changes", HttpStatusCode.InternalServerError, 22),
        ("POST", "/worklists/create", HttpStatusCode.InternalServerError, 22),
        ("PUT", "/worklists/x", HttpStatusCode.InternalServerError, 22),
        ("DELETE", "/worklists/x", HttpStatusCode.InternalServerError, 22),
    ];

    [LocalPostgresFact]
    public async Task refuses_every_change_of_a_read_only_archive_and_goes_on_reading()
    {
        await using var server = await ServerProcess.StartAsync(("ReadOnly", true));
        foreach (var (method, path, status, error) in s_changes)
        {
            using var request = new HttpRequestMessage(new(method), path) { Content = method == "DELETE" ? null : new StringContent("{}") };
            var answer = await SharedServer.RefusalAsync(server.Http.SendAsync(request));
            (answer.Status, answer.Error ?? Empty).ShouldBe((status, error), $"{method} {path}");
        }
        foreach (var path in (string[])["/instances", "/studies", "/changes", "/statistics", "/jobs"])
            await server.Http.GetStringAsync(new Uri(path, UriKind.Relative));
        using var found = await server.Http.PostAsync(new Uri("/tools/lookup", UriKind.Relative), new StringContent("1.2.3"));
        found.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.Http.GetStringAsync(new Uri("/changes", UriKind.Relative))).ShouldContain("\"Changes\": []");
    }
}
