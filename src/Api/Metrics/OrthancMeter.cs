using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using EventDicom.Domain.Measuring;

namespace EventDicom.Api.Metrics;

/// <summary>Listens to those of the server's measurements that Orthanc has, too, and keeps what Orthanc would show of them.</summary>
public sealed class OrthancMeter : IDisposable
{
    private static readonly HashSet<Instrument> s_durations =
    [
        Instruments.RestApi, Instruments.StoreDicom, Instruments.StorageCreate, Instruments.StorageRead, Instruments.StorageRemove,
        Instruments.MemoryTrimming,
    ];

    private static readonly HashSet<Instrument> s_totals =
        [Instruments.StorageReadBytes, Instruments.StorageWrittenBytes, Instruments.LoggedErrors, Instruments.LoggedWarnings];

    private readonly ConcurrentDictionary<string, PeakDuration> _durations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Total> _totals = s_totals.ToDictionary(counter => counter.Name, _ => new Total());
    private readonly MeterListener _listener = new();

    public OrthancMeter(TimeProvider time)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (s_durations.Contains(instrument))
                listener.EnableMeasurementEvents(instrument, _durations.GetOrAdd(instrument.Name, static _ => new()));
            if (s_totals.Contains(instrument)) listener.EnableMeasurementEvents(instrument, _totals[instrument.Name]);
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, _, duration) =>
            ((PeakDuration)duration!).Record(TimeSpan.FromSeconds(seconds), time.GetUtcNow()));
        _listener.SetMeasurementEventCallback<long>((_, more, _, total) => ((Total)total!).Add(more));
        _listener.Start();
    }

    /// <summary>Of each instrument that has measured anything, by name.</summary>
    public IEnumerable<(string Instrument, PeakDuration.Peak Peak)> Durations =>
        _durations.Where(duration => duration.Value.Current is not null).Select(duration => (duration.Key, duration.Value.Current!));

    /// <summary>What was counted since the start, by name.</summary>
    public IEnumerable<(string Instrument, long Value)> Totals => _totals.Select(total => (total.Key, total.Value.Value));

    public void Dispose() => _listener.Dispose();

    private sealed class Total
    {
        private long _value;

        public long Value => Volatile.Read(ref _value);

        public void Add(long more) => Interlocked.Add(ref _value, more);
    }
}
