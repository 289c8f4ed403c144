using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using EventDicom.Domain.Measuring;

namespace EventDicom.Api.Metrics;

/// <summary>Listens to the server's durations and keeps what Orthanc would show of them.</summary>
public sealed class OrthancMeter : IDisposable
{
    private readonly ConcurrentDictionary<string, PeakDuration> _durations = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    public OrthancMeter(TimeProvider time)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is Histogram<double> { Meter.Name: Instruments.MeterName })
                listener.EnableMeasurementEvents(instrument, _durations.GetOrAdd(instrument.Name, static _ => new()));
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, _, duration) => ((PeakDuration)duration!).Record(TimeSpan.FromSeconds(seconds), time.GetUtcNow()));
        _listener.Start();
    }

    /// <summary>Of each instrument that has measured anything, by name.</summary>
    public IEnumerable<(string Instrument, PeakDuration.Peak Peak)> Durations =>
        _durations.Where(duration => duration.Value.Current is not null).Select(duration => (duration.Key, duration.Value.Current!));

    public void Dispose() => _listener.Dispose();
}
