using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Api.Tests.Dimse;
using EventDicom.Dicom;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Worklists;

/// <summary>
/// A server that answers worklists out of a folder: <c>KNOWN</c> may ask, <c>NOTHING</c> may not, nor may strangers. Each test plans for
/// patients of its own.
/// </summary>
public sealed class WorklistServer : SharedServer, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => Path.Combine(_folder.Path, "worklists");

    protected override IReadOnlyList<(string Name, object Value)> Options =>
        [.. WorklistQueries.Network, ("StableAge", 1), ("Worklists", new Dictionary<string, object>
        {
            ["Enable"] = true, ["Directory"] = Folder, ["HousekeepingInterval"] = 1,
        })];

    public void Dispose() => _folder.Dispose();
}

/// <summary>Asks for worklists with <c>findscu</c>, and plans some.</summary>
internal static partial class WorklistQueries
{
    public static IReadOnlyList<(string Name, object Value)> Network =>
    [
        ("DicomServerEnabled", true),
        ("DicomModalities", new Dictionary<string, object>
        {
            ["known"] = new object[] { "KNOWN", "127.0.0.1", 4242 },
            ["nothing"] = new Dictionary<string, object>
            {
                ["AET"] = "NOTHING", ["Host"] = "127.0.0.1", ["Port"] = 4242, ["AllowFindWorklist"] = false,
            },
        }),
    ];

    /// <summary>What is planned for somebody.</summary>
    public static SyntheticInstance Planned(string patient, string name, params IReadOnlyList<SyntheticDataset> steps)
    {
        var planned = SyntheticInstance.Create() with
        {
            Dataset = SyntheticDataset.Empty.With(DicomTag.PatientID, "LO", patient).With(DicomTag.PatientName, "PN", name),
        };
        return steps is [] ? planned : planned.WithSequence(DicomTag.ScheduledProcedureStepSequence, steps);
    }

    public static SyntheticDataset Step(string modality, string station, string date) => SyntheticDataset.Empty
        .With(DicomTag.Modality, "CS", modality).With(DicomTag.ScheduledStationAETitle, "AE", station)
        .With(DicomTag.ScheduledProcedureStepStartDate, "DA", date).With(DicomTag.ScheduledProcedureStepDescription, "LO", "Head");

    /// <summary>How a query ended, and what was answered.</summary>
    public static async Task<(string Status, IReadOnlyList<DicomDataset> Answers)> AskAsync(
        this ServerProcess server, string caller, params IReadOnlyList<string> keysOrFile)
    {
        var folder = Directory.CreateTempSubdirectory("eventdicom-worklist-");
        try
        {
            var run = await Dcmtk.CallAsync(
                server, "findscu",
                ["-v", "-W", "-aet", caller, "-X", "-od", folder.FullName, "-to", "30",
                    .. keysOrFile.SelectMany(key => key.StartsWith('/') ? [key] : new[] { "-k", key })]);
            var answers = folder.GetFiles("rsp*.dcm").OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => DicomFile.Open(File.ReadAllBytes(file.FullName)).Dataset);
            return (Status().Match(run.Said).Groups[1].Value, [.. answers]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static IReadOnlyList<DicomDataset> Steps(this DicomDataset answer) =>
        ((DicomSequence)answer.Find(DicomTag.ScheduledProcedureStepSequence)!).Items;

    /// <summary>Plans something over REST.</summary>
    public static async Task PlanAsync(this ServerProcess server, string id, string tags)
    {
        using var content = new StringContent($$"""{ "Tags": {{tags}} }""", Encoding.UTF8, "application/json");
        using var answer = await server.Http.PutAsync(new Uri($"/worklists/{id}", UriKind.Relative), content);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What the worklists are called.</summary>
    public static async Task<IReadOnlyList<string?>> PlansAsync(this ServerProcess server)
    {
        using var list = JsonDocument.Parse(await server.Http.GetStringAsync(new Uri("/worklists", UriKind.Relative)));
        return [.. list.RootElement.EnumerateArray().Select(worklist => worklist.Text("ID"))];
    }

    [GeneratedRegex(@"Received Final Find Response \((.*)\)")]
    private static partial Regex Status();
}
