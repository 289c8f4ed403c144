using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Tests.Blobs;

/// <summary>What is logged, as text.</summary>
internal sealed class Lines : ILogger
{
    public List<string> Texts { get; } = [];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        Texts.Add(formatter(state, exception));
}
