using System.Globalization;
using System.Text;
using System.Text.Json;
using EventDicom.Benchmarks.Corpus;
using EventDicom.Benchmarks.Http;
using EventDicom.Benchmarks.Measuring;

namespace EventDicom.Benchmarks.Scenarios;

/// <summary>POST /tools/find with the queries that archives are asked all day. Each query's number of matches is known and
/// checked.</summary>
internal static class Finding
{
    private const int MostQueries = 500;

    public static IEnumerable<Step> Steps(Plan plan)
    {
        var shape = plan.Shape;
        return
        [
            One(plan, "find study by PatientID", shape.Patients, patient =>
                (Query("Study", "PatientID", shape.PatientId(patient)), shape.StudiesPerPatient)),
            One(plan, "find study by StudyInstanceUID, expanded", shape.Studies, study =>
                (Query("Study", "StudyInstanceUID", shape.StudyUid(study), ",\"Expand\":true"), 1)),
            One(plan, "find study by AccessionNumber", shape.Studies, study =>
                (Query("Study", "AccessionNumber", shape.Accession(study)), 1)),
            One(plan, "find patient by PatientName, wildcard", (shape.Patients + 9) / 10, ten =>
                (Query("Patient", "PatientName", shape.PatientName(ten * 10)[..^1] + "*"), Math.Min(10, shape.Patients - (ten * 10)))),
            One(plan, "find study by StudyDate, 3 days", Math.Max(1, Math.Min(shape.Studies, 2000) - 2), first =>
                (Query("Study", "StudyDate", $"{Day(first)}-{Day(first + 2)}"), AtLeast(Math.Min(3, shape.Studies)))),
            One(plan, "find instances of a series", shape.Series, series =>
                (Query("Instance", "SeriesInstanceUID", shape.SeriesUid(series)), shape.PerSeries)),
        ];
    }

    // Other corpora on the same server have studies on the same days: a negative number of matches is a lower bound.
    private static int AtLeast(int matches) => -matches;

    private static Step One(Plan plan, string name, int count, Func<int, (string Query, int Matches)> query) =>
        new(name, plan.Connections, (target, load) =>
        {
            var (probed, expected) = query(count - 1);
            using (var probe = new HttpConnection(target))
            using (var found = JsonDocument.Parse(RefusedException.Unless(probe.Exchange(Request(target, probed))).Body))
            {
                var matches = found.RootElement.GetArrayLength();
                if (expected < 0 ? matches < -expected : matches != expected)
                    throw new RefusedException($"{matches} matches where {Math.Abs(expected)} are right");
            }

            var kept = Math.Min(count, MostQueries);
            var requests = Enumerable.Range(0, kept).Select(i => Request(target, query((int)((long)i * count / kept)).Query)).ToArray();
            return load.For(name, "requests", plan.Time, _ => (connection, number) =>
                RefusedException.Unless(connection.Exchange(requests[number * 7919 % kept], skipBody: true)).Length > 40
                ? 1 : throw new RefusedException("no match"));
        });

    private static byte[] Request(Target target, string query) => target.Request("POST", "/tools/find", Encoding.UTF8.GetBytes(query));

    private static string Query(string level, string tag, string value, string more = "") =>
        $$"""{"Level":"{{level}}","Query":{"{{tag}}":"{{value}}"}{{more}}}""";

    private static string Day(int study) => CorpusShape.StudyDate(study).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
