using System.Globalization;
using System.Net.Http.Json;
using EventDicom.Api.Tests.Consumers;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Crash;

/// <summary>Looks through everything that the server shows after a crash, and compares it with the book of the clients and with
/// itself.</summary>
internal sealed class ArchiveAudit(ServerProcess server, UploadLoad load)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, int> _numbers = [];

    /// <summary>Every acknowledged instance is listed, and nothing that nobody sent; every file that was not looked at before has its
    /// bytes.</summary>
    /// <param name="everyFile">Look at all of them again.</param>
    public async Task InstancesAsync(bool everyFile)
    {
        if (everyFile) _numbers.Clear();
        var listed = (await GetAsync<string[]>("/instances")).ToHashSet();
        load.Acknowledged.Where(sent => !listed.Contains(sent.Value)).Select(sent => sent.Key).ShouldBeEmpty("acknowledged and lost");

        var acknowledged = load.Acknowledged.ToDictionary(sent => sent.Value, sent => sent.Key);
        var others = load.Unanswered.Keys.ToDictionary(number => UploadLoad.Sha256(UploadLoad.File(number)));
        await Parallel.ForEachAsync(listed.Except(_numbers.Keys).ToList(), new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (id, ct) =>
            {
                var file = await server.Http.GetByteArrayAsync(new Uri($"/instances/{id}/file", UriKind.Relative), ct);
                if (acknowledged.TryGetValue(id, out var number))
                    file.AsSpan().SequenceEqual(UploadLoad.File(number)).ShouldBeTrue($"instance {number}, {id}, has other bytes");
                else others.TryGetValue(UploadLoad.Sha256(file), out number).ShouldBeTrue($"instance {id} is not what anybody sent");
                lock (_numbers) _numbers[id] = number;
            });
        _numbers.Values.Distinct().Count().ShouldBe(listed.Count);
    }

    /// <summary>Parents list their children and children name their parents, at every level, and the counts agree.</summary>
    public async Task HierarchyAsync()
    {
        var instances = await GetAsync<Resource[]>("/instances?expand");
        var series = await GetAsync<Resource[]>("/series?expand");
        var studies = await GetAsync<Resource[]>("/studies?expand");
        var patients = await GetAsync<Resource[]>("/patients?expand");

        Agree(series, parent => parent.Instances!, instances, child => child.ParentSeries!);
        Agree(studies, parent => parent.Series!, series, child => child.ParentStudy!);
        Agree(patients, parent => parent.Studies!, studies, child => child.ParentPatient!);

        var statistics = await GetAsync<Statistics>("/statistics");
        statistics.CountInstances.ShouldBe(instances.Length);
        statistics.CountSeries.ShouldBe(series.Length);
        statistics.CountStudies.ShouldBe(studies.Length);
        statistics.CountPatients.ShouldBe(patients.Length);
        statistics.TotalDiskSize.ShouldBe(instances.Sum(instance => instance.FileSize).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// The change log has exactly one New row for each resource, in time: an answer waits only so long for a log that is still catching up
    /// after a start, and a consumer then comes back.
    /// </summary>
    public async Task ChangesAsync()
    {
        var resources = new HashSet<string>();
        foreach (var list in new[] { "patients", "studies", "series", "instances" })
            resources.UnionWith((await GetAsync<string[]>($"/{list}")).Select(id => $"/{list}/{id}"));

        List<string> rows;
        var deadline = DateTime.UtcNow + s_patience;
        do
        {
            rows = [.. (await ChangesPage.WholeLogAsync(server.Http))
                .Where(change => change.ChangeType.StartsWith("New", StringComparison.Ordinal)).Select(change => change.Path)];
        }
        while (rows.Count < resources.Count && DateTime.UtcNow < deadline);

        resources.Except(rows).ShouldBeEmpty("there, and not in the change log");
        rows.Except(resources).ShouldBeEmpty("in the change log, and not there");
        rows.Count.ShouldBe(resources.Count, "a New row came twice");
    }

    /// <summary>After a start, the blobs are those of the instances and nothing else: what a crash left without a fact is set aside, in
    /// time.</summary>
    public async Task BlobsAsync()
    {
        var expected = (await GetAsync<string[]>("/instances")).Length;
        var deadline = DateTime.UtcNow + s_patience;
        int found;
        while ((found = Blobs()) != expected && DateTime.UtcNow < deadline) await Task.Delay(100);
        found.ShouldBe(expected, "files in the blob folder, all instances having different bytes");
    }

    // Beside them lie what was set aside, the lock of the folder in which the server receives, and the identity of the archive.
    private int Blobs()
    {
        var folder = Path.Combine(server.DataFolder, "blobs");
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Count(file => !Path.GetRelativePath(folder, file).StartsWith("orphans", StringComparison.Ordinal)
                && Path.GetFileName(file).Length == 64);
    }

    private static void Agree(Resource[] parents, Func<Resource, string[]> children, Resource[] all, Func<Resource, string> parent)
    {
        var down = parents.SelectMany(p => children(p).Select(child => (Parent: p.ID, Child: child))).ToList();
        var up = all.Select(child => (Parent: parent(child), Child: child.ID)).ToList();
        down.Except(up).ShouldBeEmpty("the parent names a child that names another parent, or is not there");
        up.Except(down).ShouldBeEmpty("the child names a parent that does not name it, or is not there");
        down.Count.ShouldBe(up.Count);
        parents.ShouldAllBe(p => children(p).Length > 0);
    }

    private async Task<T> GetAsync<T>(string path) => (await server.Http.GetFromJsonAsync<T>(new Uri(path, UriKind.Relative)))!;

    private sealed record Resource(string ID, string? ParentPatient, string? ParentStudy, string? ParentSeries, string[]? Studies,
        string[]? Series, string[]? Instances, long FileSize);

    private sealed record Statistics(int CountPatients, int CountStudies, int CountSeries, int CountInstances, string TotalDiskSize);
}
