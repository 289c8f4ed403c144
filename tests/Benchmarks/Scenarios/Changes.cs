using System.Diagnostics;
using System.Text;
using EventDicom.Benchmarks.Http;
using EventDicom.Benchmarks.Measuring;

namespace EventDicom.Benchmarks.Scenarios;

/// <summary>GET /changes: how fast a consumer pages through the whole log, and how soon after an upload's answer it sees that
/// upload.</summary>
internal static class Changes
{
    private const int Samples = 200;
    private static readonly int[] s_pageLengths = [100, 1000];
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public static IEnumerable<Step> Paging(Plan plan) =>
        s_pageLengths.Select(limit => new Step($"changes, pages of {limit}", 1, (target, load) =>
        {
            using (var probe = new HttpConnection(target))
            {
                if (Page(probe, 0, limit).Rows == 0) throw new RefusedException("the log is empty: upload first");
            }

            return load.For($"changes, pages of {limit}", "rows", plan.Time, _ =>
            {
                var since = 0L;
                return (connection, _) =>
                {
                    var page = Page(connection, since, limit);
                    since = page.Done ? 0 : page.Last;
                    return page.Rows;
                };
            });
        }));

    public static IEnumerable<Step> Visibility(Plan plan) =>
    [
        new("visible in changes", 1, (target, load) => Visible(plan, target, "visible in changes", writers: 0)),
        new("visible in changes, 4 writers beside", 5,
            (target, load) => Visible(plan, target, "visible in changes, 4 writers beside", writers: 4)),
    ];

    private static Measurement Visible(Plan plan, Target target, string scenario, int writers)
    {
        var first = plan.Shape.Count;
        var firstOfWriters = first + (plan.Shape.PerPatient * ((Samples / plan.Shape.PerPatient) + 1));
        var written = -1;
        using var stop = new CancellationTokenSource();
        var note = "ms: from the upload's answer to the answer with its entry";
        var beside = Enumerable.Range(0, writers).Select(_ => new Thread(() =>
        {
            using var connection = new HttpConnection(target);
            var post = Upload.Posting(plan, target, firstOfWriters, "Success");
            try
            {
                while (!stop.IsCancellationRequested) post(connection, Interlocked.Increment(ref written));
            }
            catch (Exception e) when (RefusedException.IsTheServers(e))
            {
                note = $"a writer gave up: {e.Message}";
            }
        })).ToArray();
        foreach (var thread in beside) thread.Start();

        var clock = Stopwatch.StartNew();
        var latencies = new List<long>();
        try
        {
            using var connection = new HttpConnection(target);
            var since = ChangesPage.Parse(RefusedException.Unless(connection.Get("/changes?last")).Body.Span, 0).Last;
            var post = Upload.Posting(plan, target, first, "Success");
            for (var sample = 0; sample < Samples; sample++)
            {
                post(connection, sample);
                latencies.Add(UntilSeen(connection, plan.Shape.InstanceOrthancId(first + sample), ref since));
            }
        }
        finally
        {
            stop.Cancel();
            foreach (var thread in beside) thread.Join();
        }

        var seconds = clock.Elapsed.TotalSeconds;
        plan.Forget(target, first, firstOfWriters + written + 1);
        var sorted = new Latencies(latencies);
        return new()
        {
            Target = target.Name,
            Scenario = scenario,
            Unit = "entries",
            Rate = Samples / seconds,
            P50 = sorted.Milliseconds(0.50),
            P95 = sorted.Milliseconds(0.95),
            P99 = sorted.Milliseconds(0.99),
            Requests = Samples,
            Note = note,
        };
    }

    private static long UntilSeen(HttpConnection connection, string id, ref long since)
    {
        var wanted = Encoding.ASCII.GetBytes($"/instances/{id}");
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < s_patience)
        {
            var answer = RefusedException.Unless(connection.Get($"/changes?since={since}&limit=1000"));
            since = ChangesPage.Parse(answer.Body.Span, since).Last;
            if (answer.Body.Span.IndexOf(wanted) >= 0) return Stopwatch.GetTimestamp() - began;
        }

        throw new RefusedException($"instance {id} did not appear within {s_patience.TotalSeconds} s");
    }

    private static ChangesPage Page(HttpConnection connection, long since, int limit) =>
        ChangesPage.Parse(RefusedException.Unless(connection.Get($"/changes?since={since}&limit={limit}")).Body.Span, since);
}
