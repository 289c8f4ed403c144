using EventDicom.Domain.Measuring;

namespace EventDicom.Api.Logging;

/// <summary>
/// Stands before every logger and keeps personal data out of what is logged at the default level. Libraries log the messages that
/// they handle, the parameters of statements that fail, and exceptions whose texts repeat what was read; in an archive those are
/// patients' data. At <see cref="LogVerbosity.Verbose"/> and above all is logged as it is.
/// </summary>
internal sealed class DiscreetLoggerFactory(LoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) =>
        new DiscreetLogger(inner.CreateLogger(categoryName),
            isOfOurs: categoryName.StartsWith(nameof(EventDicom), StringComparison.Ordinal));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();

    /// <param name="isOfOurs">Whether the logger is called after a type of ours.</param>
    private sealed class DiscreetLogger(ILogger inner, bool isOfOurs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => isOfOurs || inner.IsEnabled(LogLevel.Information) ? inner.BeginScope(state) : null;

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (!inner.IsEnabled(logLevel)) return;
            if (logLevel == LogLevel.Warning) Instruments.LoggedWarnings.Add(1);
            else if (logLevel is LogLevel.Error or LogLevel.Critical) Instruments.LoggedErrors.Add(1);
            if (inner.IsEnabled(LogLevel.Information))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
                return;
            }

            // Our own entries, which name ids and numbers only, have names. Wolverine's have none; it calls its loggers after the messages.
            var text = isOfOurs && eventId.Name is not null ? formatter(state, null) : DiscreetText.Of(state);
            if (exception is not null) text = $"{text}\n{DiscreetText.Of(exception)}";
            inner.Log(logLevel, eventId, text, null, static (text, _) => text);
        }
    }
}
