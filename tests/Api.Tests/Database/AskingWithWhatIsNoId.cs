using System.Text;
using EventDicom.Domain;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Database;

[Collection(nameof(OneServer))]
public sealed class AskingWithWhatIsNoId(SharedServer server)
{
    private static readonly string[] s_ids =
    [
        "x", "%00", "a%00b", "%ED%A0%80", "00000000-00000000-00000000-00000000-0000000%00", "0000000A-00000000-00000000-00000000-00000000",
        new('a', 3_000), "11111111-2222-3333-4444-55555555555%00", "11111111-2222-3333-4444-555555555555",
    ];

    [LocalPostgresFact]
    public async Task is_asking_for_what_is_not_there_again_and_again()
    {
        foreach (var route in (string[])
        [
            "/patients/{0}", "/studies/{0}", "/series/{0}", "/instances/{0}", "/studies/{0}/series", "/series/{0}/study",
            "/instances/{0}/file", "/instances/{0}/tags",
            "/instances/{0}/metadata", "/studies/{0}/attachments", "/series/{0}/ordered-slices", "/series/{0}/numpy",
            "/patients/{0}/statistics", "/studies/{0}/labels",
            "/studies/{0}/archive", "/patients/{0}/protected", "/jobs/{0}", "/jobs/{0}/archive", "/studies/{0}/shared-tags",
            "/instances/{0}/preview",
        ])
            foreach (var id in s_ids)
                for (var round = 0; round < 3; round++) // the second is when a statement is prepared, the third when that shows
                {
                    using var answer = await server.GetAsync(route.Replace("{0}", id, StringComparison.Ordinal));
                    ((int)answer.StatusCode).ShouldBeInRange(400, 499, $"{route} with {id}");
                }
    }

    [LocalPostgresFact]
    public async Task in_a_list_is_so_too()
    {
        var stored = await server.UploadAsync(SyntheticInstance.Create(SharedServer.NewPatient()));
        foreach (var id in (string[])["x", @"\u0000", @"a\u0000b", new('a', 3_000)])
            foreach (var (route, expected) in (IEnumerable<(string, HttpStatusCode)>)
            [
                ("/tools/bulk-delete", HttpStatusCode.OK), ("/tools/bulk-content", HttpStatusCode.OK),
                ("/tools/bulk-modify", HttpStatusCode.NotFound),
                ("/tools/bulk-anonymize", HttpStatusCode.NotFound),
                ($"/studies/{stored.Text("ParentStudy")}/merge", HttpStatusCode.NotFound),
            ])
            {
                using var answer = await server.PostAsync(route, Encoding.UTF8.GetBytes($$"""{"Resources":["{{id}}"]}"""),
                    "application/json");
                // Text with NUL may be refused as such, before anybody looks at it as an id.
                answer.StatusCode.ShouldBeOneOf(expected, HttpStatusCode.BadRequest);
            }
    }

    [Theory]
    [InlineData("38213a87-6c701570-228f8693-27cc2a0f-f5f6ede7", true)]
    [InlineData("38213A87-6c701570-228f8693-27cc2a0f-f5f6ede7", false)]
    [InlineData("38213a87-6c701570-228f8693-27cc2a0f-f5f6ede", false)]
    [InlineData("38213a87-6c701570-228f8693-27cc2a0ff5f6ede7-", false)]
    [InlineData("38213a87-6c701570-228f8693-27cc2a0f-f5f6ede\0", false)]
    [InlineData("", false)]
    public void knows_the_form_of_an_id(string text, bool wellFormed)
    {
        OrthancId.IsWellFormed(text).ShouldBe(wellFormed);
        OrthancId.Parse(text).ShouldBe(wellFormed ? new(text) : OrthancId.None);
    }
}
