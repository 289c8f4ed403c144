using EventDicom.Api.Tests.Configuration;
using EventDicom.Api.Tests.Dimse;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Worklists;

/// <summary>Whether there are worklists, and where.</summary>
public sealed class ConfiguringWorklists
{
    [Theory]
    [InlineData("""{ "Worklists": { "Enable": true, "Database": "older" } }""", "older")]
    [InlineData("""{ "Worklists": { "Enable": true, "Database": "older", "Directory": "/newer" } }""", "/newer")]
    [InlineData("""{ "Worklists": { "Enable": true, "SaveInOrthancDatabase": true } }""", null)]
    [InlineData("""{ "Worklists": { "Directory": "unused" } }""", "unused")]
    public void the_folder_has_an_older_name_too(string json, string? folder)
    {
        var (configuration, report) = Configured.Read(json);

        configuration.Worklists.Directory.ShouldBe(folder is null ? null : Path.GetFullPath(folder));
        report.Warnings.ShouldBeEmpty();
        report.Ignored.ShouldBeEmpty();
    }

    [Fact]
    public void the_defaults_are_those_of_the_plugin()
    {
        var worklists = Configured.With("{}").Worklists;

        worklists.ShouldBe(new()
        {
            SetStudyInstanceUidIfMissing = true, DeleteWorklistsOnStableStudy = true, HousekeepingInterval = 60,
        });
    }

    [DcmtkFact]
    public async Task without_them_there_are_no_routes_and_no_SOP_class()
    {
        await using var server = await ServerProcess.StartAsync([.. WorklistQueries.Network, ("DicomAlwaysAllowFindWorklist", true)]);

        foreach (var path in (string[])["/worklists", "/worklists/x", "/plugins/orthanc-worklists"])
            using (var answer = await server.Http.GetAsync(new Uri(path, UriKind.Relative)))
                answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        (await server.Http.GetStringAsync(new Uri("/plugins", UriKind.Relative))).ShouldNotContain("worklists");
        (await Dcmtk.CallAsync(server, "findscu", "-v", "-W", "-aet", "KNOWN", "-k", "PatientID=")).Said
            .ShouldContain("No Acceptable Presentation Contexts");
    }

    [DcmtkFact]
    public async Task strangers_may_ask_where_that_is_always_allowed_and_a_folder_is_made()
    {
        using var folder = new TemporaryFolder();
        var worklists = Path.Combine(folder.Path, "to", "be", "made");
        await using var server = await ServerProcess.StartAsync(
            [.. WorklistQueries.Network, ("DicomAlwaysAllowFindWorklist", true),
                ("Worklists", new Dictionary<string, object> { ["Enable"] = true, ["Directory"] = worklists })]);

        Directory.Exists(worklists).ShouldBeTrue();
        (await server.AskAsync("STRANGER", "PatientID=")).Status.ShouldBe("Success");
        Directory.Delete(worklists);
        (await server.AskAsync("STRANGER", "PatientID=")).Status.ShouldBe("Success");
        server.LastWords().ShouldContain("cannot be read");
    }
}
