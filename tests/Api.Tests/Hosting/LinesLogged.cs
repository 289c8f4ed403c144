using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace EventDicom.Api.Tests.Hosting;

/// <summary>A logger that remembers, and that a test can wait for.</summary>
internal sealed class LinesLogged : ILogger
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Channel<string> _arrived = Channel.CreateUnbounded<string>();

    public IReadOnlyCollection<string> Lines => _lines;

    public async Task WaitForAsync(string start)
    {
        using var timeout = new CancellationTokenSource(s_patience);
        while (!(await _arrived.Reader.ReadAsync(timeout.Token)).StartsWith(start, StringComparison.Ordinal))
        {
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = formatter(state, exception);
        _lines.Enqueue(line);
        _arrived.Writer.TryWrite(line);
    }
}
