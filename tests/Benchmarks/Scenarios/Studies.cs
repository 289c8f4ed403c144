using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using EventDicom.Benchmarks.Http;
using EventDicom.Benchmarks.Measuring;

namespace EventDicom.Benchmarks.Scenarios;

/// <summary>What is done to whole studies: archives, anonymized and modified copies, deletion. Rates count instances, latencies are those
/// of a study.</summary>
internal static class Studies
{
    private const int MostCopied = 20;
    private static readonly int[] s_archiveConnections = [1, 2];
    private static readonly int[] s_copyConnections = [1, 4];

    public static IEnumerable<Step> Archives(Plan plan) =>
        s_archiveConnections.Select(connections => new Step("archive of a study", connections, (target, load) =>
        {
            var requests = Enumerable.Range(0, plan.Shape.Studies)
                .Select(study => target.Request("GET", $"/studies/{plan.Shape.StudyOrthancId(study)}/archive")).ToArray();
            using (var probe = new HttpConnection(target))
            {
                RefusedException.Unless(probe.Exchange(requests[0], skipBody: true));
            }

            var row = load.For("archive of a study", "instances", plan.Time, _ => (connection, number) =>
            {
                var answer = RefusedException.Unless(connection.Exchange(requests[number % requests.Length], skipBody: true));
                return EntriesOfZip(answer.Body.Span) == plan.Shape.PerStudy
                    ? plan.Shape.PerStudy : throw new RefusedException("the ZIP is cut short");
            });
            return row with { Note = string.Create(CultureInfo.InvariantCulture,
                $"{row.Rate * plan.Template.Length / 1e6:0} MB/s of files") };
        }));

    public static IEnumerable<Step> Anonymizing(Plan plan) => Copying(plan, "anonymize", """{"Synchronous":true}""");

    public static IEnumerable<Step> Modifying(Plan plan) =>
        Copying(plan, "modify", """{"Replace":{"StudyDescription":"Modified"},"Synchronous":true}""");

    /// <summary>Studies that give way to their modified copies, as after a correction. The copies of the row before are what is modified,
    /// so that the corpus stays.</summary>
    public static IEnumerable<Step> Replacing(Plan plan) =>
        s_copyConnections.Select(connections => new Step("modify studies, sources deleted", connections, (target, load) =>
        {
            var count = Math.Min(MostCopied, plan.Shape.Studies);
            using var probe = new HttpConnection(target);
            string Modify(HttpConnection connection, string study, string body)
            {
                using var answer = JsonDocument.Parse(RefusedException.Unless(
                    connection.Exchange(target.Request("POST", $"/studies/{study}/modify", System.Text.Encoding.UTF8.GetBytes(body))))
                    .Body);
                return answer.RootElement.GetProperty("ID").GetString()!;
            }

            var sources = Enumerable.Range(0, count)
                .Select(study => Modify(probe, plan.Shape.StudyOrthancId(study), """{"Replace":{"StudyDescription":"Copy"}}""")).ToArray();
            var results = new ConcurrentBag<string>();
            var row = load.Count("modify studies, sources deleted", "instances", count, _ => (connection, study) =>
            {
                results.Add(Modify(connection, sources[study], """{"Replace":{"StudyDescription":"Modified"},"KeepSource":false}"""));
                return plan.Shape.PerStudy;
            });
            var left = sources.Count(source => probe.Get($"/studies/{source}").IsSuccess);
            foreach (var result in results) probe.Exchange(target.Request("DELETE", $"/studies/{result}"));
            return left == 0 ? row : row with { Note = $"{left} sources are still there" };
        }));

    public static IEnumerable<Step> Deleting(Plan plan) =>
        [new("delete studies", 1, (target, load) =>
        {
            using var probe = new HttpConnection(target);
            RefusedException.Unless(probe.Get($"/studies/{plan.Shape.StudyOrthancId(0)}"));
            var row = load.Count("delete studies", "instances", plan.Shape.Studies, _ => (connection, number) =>
                RefusedException.Unless(connection.Exchange(target.Request("DELETE", $"/studies/{plan.Shape.StudyOrthancId((int)number)}")))
                .IsSuccess ? plan.Shape.PerStudy : 0);
            var left = probe.Get($"/instances/{plan.Shape.InstanceOrthancId(plan.Shape.Count - 1)}");
            return left.Status == 404 ? row : row with { Note = $"an instance of a deleted study answers {left.Status}" };
        })];

    private static IEnumerable<Step> Copying(Plan plan, string verb, string body) =>
        s_copyConnections.Select(connections => new Step($"{verb} studies", connections, (target, load) =>
        {
            var copies = new ConcurrentBag<string>();
            using var probe = new HttpConnection(target);
            long Copy(HttpConnection connection, long study)
            {
                var path = $"/studies/{plan.Shape.StudyOrthancId((int)study)}/{verb}";
                using var answer = JsonDocument.Parse(
                    RefusedException.Unless(connection.Exchange(target.Request("POST", path, System.Text.Encoding.UTF8.GetBytes(body))))
                    .Body);
                copies.Add(answer.RootElement.GetProperty("ID").GetString()!);
                return plan.Shape.PerStudy;
            }

            Copy(probe, 0);
            var row = load.Count($"{verb} studies", "instances", Math.Min(MostCopied, plan.Shape.Studies), _ => Copy);
            using var statistics = JsonDocument.Parse(RefusedException.Unless(probe.Get($"/studies/{copies.First()}/statistics")).Body);
            var instances = statistics.RootElement.GetProperty("CountInstances").GetInt32();
            foreach (var copy in copies.Distinct()) probe.Exchange(target.Request("DELETE", $"/studies/{copy}"));
            return instances == plan.Shape.PerStudy ? row : row with { Note = $"a copy has {instances} instances" };
        }));

    /// <summary>The number of entries that a ZIP's end record names, or -1 when there is no end record. The records are in the last bytes
    /// that the connection keeps.</summary>
    private static int EntriesOfZip(ReadOnlySpan<byte> tail)
    {
        var end = tail.LastIndexOf("PK\x05\x06"u8);
        return end < 0 || end + 12 > tail.Length ? -1 : BinaryPrimitives.ReadUInt16LittleEndian(tail[(end + 10)..]);
    }
}
