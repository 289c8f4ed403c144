using System.Diagnostics;
using EventDicom.Benchmarks.Http;

namespace EventDicom.Benchmarks.Measuring;

/// <summary>
/// Runs one operation over and over on several connections, a thread each, and measures. An operation gets its connection and a number that
/// counts up from 0 over all connections, and returns how many units it did; 0 means that it failed.
/// </summary>
internal sealed class Load(Target target, int connections)
{
    private readonly ProcessMeter server = new(target.Pids);
    private readonly ProcessMeter driver = new([Environment.ProcessId]);

    /// <summary>Makes the operation of one worker: buffers that it needs are its own.</summary>
    public delegate Func<HttpConnection, long, long> Worker(int number);

    /// <summary>Exactly <paramref name="count"/> operations.</summary>
    public Measurement Count(string scenario, string unit, long count, Worker worker) =>
        Measure(scenario, unit, count, TimeSpan.MaxValue, worker);

    /// <summary>Operations until the time is up, after half of that time to warm up: servers that compile while they run are measured as
    /// they are after a minute.</summary>
    public Measurement For(string scenario, string unit, TimeSpan time, Worker worker)
    {
        Drive(long.MaxValue, time / 2, worker);
        return Measure(scenario, unit, long.MaxValue, time, worker);
    }

    private Measurement Measure(string scenario, string unit, long count, TimeSpan time, Worker worker)
    {
        server.ForgetPeak();
        var (serverBefore, driverBefore, machineBefore) = (server.CpuSeconds(), driver.CpuSeconds(), ProcessMeter.MachineSeconds());
        var clock = Stopwatch.StartNew();
        var logs = Drive(count, time, worker);
        var seconds = clock.Elapsed.TotalSeconds;
        var serverUsed = server.CpuSeconds() - serverBefore;
        var driverUsed = driver.CpuSeconds() - driverBefore;
        var machineUsed = ProcessMeter.MachineSeconds() - machineBefore;

        var units = logs.Sum(log => log.Units);
        var failures = logs.Sum(log => log.Failures);
        var latencies = new Latencies(logs.SelectMany(log => log.Ticks));
        return new()
        {
            Target = target.Name,
            Scenario = scenario,
            Connections = connections,
            Unit = unit,
            Rate = units / seconds,
            P50 = latencies.Milliseconds(0.50),
            P95 = latencies.Milliseconds(0.95),
            P99 = latencies.Milliseconds(0.99),
            ServerCpu = target.Pids.Count == 0 || units == 0 ? null : serverUsed * 1000 / units,
            DriverCpu = units == 0 ? null : driverUsed * 1000 / units,
            OtherCores = target.Pids.Count == 0 ? null : Math.Max(0, machineUsed - serverUsed - driverUsed) / seconds,
            PeakMegabytes = server.PeakMegabytes(),
            Requests = latencies.Count,
            Note = failures == 0 ? "" : $"{failures} failed: {logs.First(log => log.Failures > 0).Error}",
        };
    }

    private Log[] Drive(long count, TimeSpan time, Worker worker)
    {
        var next = -1L;
        var deadline = time == TimeSpan.MaxValue
            ? long.MaxValue : Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var logs = Enumerable.Range(0, connections).Select(_ => new Log()).ToArray();
        var threads = logs.Select((log, number) => new Thread(() =>
        {
            using var connection = new HttpConnection(target);
            var operation = worker(number);
            while (Stopwatch.GetTimestamp() < deadline && Interlocked.Increment(ref next) is var index && index < count)
                log.Time(connection, index, operation);
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return logs;
    }

    /// <summary>What one thread saw.</summary>
    private sealed class Log
    {
        public List<long> Ticks { get; } = new(4096);
        public long Units { get; private set; }
        public long Failures { get; private set; }
        public string Error { get; private set; } = "";

        public void Time(HttpConnection connection, long index, Func<HttpConnection, long, long> operation)
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                var units = operation(connection, index);
                Ticks.Add(Stopwatch.GetTimestamp() - began);
                Units += units;
                if (units == 0) Fail("no unit done");
            }
            catch (Exception e) when (RefusedException.IsTheServers(e))
            {
                Fail(e.Message);
            }
        }

        private void Fail(string error)
        {
            if (Failures++ == 0) Error = error;
        }
    }
}
