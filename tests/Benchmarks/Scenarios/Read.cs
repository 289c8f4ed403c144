using System.Text;
using EventDicom.Benchmarks.Http;
using EventDicom.Benchmarks.Measuring;

namespace EventDicom.Benchmarks.Scenarios;

/// <summary>GET of single things of the corpus, all over it in a scattered order: resources, tags, files, images.</summary>
internal static class Read
{
    private const int MostPaths = 20_000;

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    public static IEnumerable<Step> Resources(Plan plan)
    {
        var shape = plan.Shape;
        return
        [
            .. Steps(plan, "GET study", shape.Studies, study => $"/studies/{shape.StudyOrthancId(study)}", Has(shape.StudyUid)),
            .. Steps(plan, "GET series", shape.Series, series => $"/series/{shape.SeriesOrthancId(series)}", Has(shape.SeriesUid)),
            .. Steps(plan, "GET instance", shape.Count, instance => $"/instances/{shape.InstanceOrthancId(instance)}", Has(shape.SopUid)),
            .. Steps(plan, "GET simplified-tags", shape.Count,
                instance => $"/instances/{shape.InstanceOrthancId(instance)}/simplified-tags", Has(shape.SopUid)),
            .. Steps(plan, "GET tags", shape.Count, instance => $"/instances/{shape.InstanceOrthancId(instance)}/tags", Has(shape.SopUid)),
            .. Steps(plan, "GET file", shape.Count, instance => $"/instances/{shape.InstanceOrthancId(instance)}/file",
                (instance, body) => body.SequenceEqual(plan.Template.File(instance))),
        ];
    }

    public static IEnumerable<Step> Previews(Plan plan) =>
        Steps(plan, "GET preview", plan.Shape.Count, instance => $"/instances/{plan.Shape.InstanceOrthancId(instance)}/preview",
            (_, body) => body.StartsWith(PngSignature));

    public static IEnumerable<Step> Renderings(Plan plan) =>
        Steps(plan, "GET rendered", plan.Shape.Count, instance => $"/instances/{plan.Shape.InstanceOrthancId(instance)}/rendered?width=256",
            (_, body) => body.StartsWith(PngSignature));

    private delegate bool Check(int number, ReadOnlySpan<byte> body);

    private static Check Has(Func<int, string> uid) => (number, body) => body.IndexOf(Encoding.ASCII.GetBytes(uid(number))) >= 0;

    private static IEnumerable<Step> Steps(Plan plan, string name, int count, Func<int, string> path, Check check) =>
        new[] { 1, plan.Connections }.Distinct().Select(connections => new Step(name, connections, (target, load) =>
        {
            using (var probe = new HttpConnection(target))
            {
                var last = RefusedException.Unless(probe.Get(path(count - 1)));
                if (!check(count - 1, last.Body.Span)) throw new RefusedException($"wrong answer to {path(count - 1)}: {last.Excerpt}");
            }

            // 7919 is prime: unless it divides the number of paths, every path comes before one comes twice, and neighbours do not follow
            // each other.
            var kept = Math.Min(count, MostPaths);
            var requests = Enumerable.Range(0, kept).Select(i => target.Request("GET", path((int)((long)i * count / kept)))).ToArray();
            return load.For(name, "requests", plan.Time, _ => (connection, number) =>
                RefusedException.Unless(connection.Exchange(requests[number * 7919 % kept], skipBody: true)).Length > 0 ? 1 : 0);
        }));
}
