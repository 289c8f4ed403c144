using EventDicom.Support;

namespace EventDicom.Api.Tests.Dimse;

[Collection(nameof(OneDicomServer))]
public sealed class Echoing(DicomFixture server)
{
    [DcmtkFact]
    public async Task strangers_may_echo()
    {
        var run = await Dcmtk.CallAsync(server.Process, "echoscu", "-v", "-aet", "STRANGER", "-aec", "ANY");

        run.ExitCode.ShouldBe(0, run.Said);
        run.Said.ShouldContain("Received Echo Response (Success)");
    }

    [DcmtkFact]
    public async Task many_may_echo_at_once()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Dcmtk.CallAsync(server.Process, "echoscu", "--repeat", "20")));

        runs.ShouldAllBe(run => run.ExitCode == 0);
    }

    [DcmtkFact]
    public async Task who_may_do_nothing_is_aborted()
    {
        var run = await Dcmtk.CallAsync(server.Process, "echoscu", "-v", "-aet", "NOTHING");

        run.Said.ShouldContain("Peer Aborted Association");
    }

    [DcmtkFact]
    public async Task an_association_without_any_context_that_is_accepted_is_accepted_all_the_same()
    {
        var run = await Dcmtk.CallAsync(server.Process, "termscu", "-v");

        run.Said.ShouldContain("No Acceptable Presentation Contexts");
    }
}

/// <summary>Servers of their own, with what decides who may call.</summary>
public sealed class TellingCallersApart
{
    [DcmtkFact]
    public async Task another_called_title_is_rejected_where_it_counts()
    {
        await using var server = await ServerProcess.StartAsync(
            ("DicomServerEnabled", true), ("DicomCheckCalledAet", true), ("DicomAet", "ARCHIVE"));

        var wrong = await Dcmtk.CallAsync(server, "echoscu", "-v", "-aec", "OTHER");
        var right = await Dcmtk.CallAsync(server, "echoscu", "-v", "-aec", "archive");

        wrong.ExitCode.ShouldNotBe(0);
        wrong.Said.ShouldContain("Called AE Title Not Recognized");
        right.ExitCode.ShouldBe(0, right.Said);
        server.LastWords().ShouldContain("OTHER");
    }

    [DcmtkFact]
    public async Task strangers_are_rejected_where_they_may_do_nothing_and_hosts_and_letters_count_where_they_are_to()
    {
        await using var server = await ServerProcess.StartAsync(
            ("DicomServerEnabled", true), ("DicomAlwaysAllowEcho", false), ("DicomAlwaysAllowStore", false),
                ("DicomCheckModalityHost", true), ("StrictAetComparison", true),
            ("DicomModalities", new Dictionary<string,
                object[]> { ["here"] = ["HERE", "localhost", 104], ["there"] = ["THERE", "10.9.8.7", 104] }));

        foreach (var (title, comes) in ((string, bool)[])[("STRANGER", false), ("HERE", true), ("here", false), ("THERE", false)])
        {
            var run = await Dcmtk.CallAsync(server, "echoscu", "-v", "-aet", title);
            (run.ExitCode == 0).ShouldBe(comes, run.Said);
            if (!comes) run.Said.ShouldContain("Calling AE Title Not Recognized");
        }
    }
}
