using System.Collections.Concurrent;

namespace EventDicom.Api.Tests.Consumers;

/// <summary>
/// What every client of the change log is: a loop that asks for what follows the last number it was given, and relies on never being given
/// a smaller one later. Small pages make it stop often at places where something may still be under way.
/// </summary>
internal sealed class ChangeConsumer(HttpClient http)
{
    private const int PageLength = 17;

    private readonly ConcurrentDictionary<long, Change> _seen = new();
    private long _last;

    public IReadOnlyDictionary<long, Change> Seen => _seen;

    /// <summary>The last number that the server gave: nothing at or below it may appear any more.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>Consumes until the log is at its end at a moment when <paramref name="quiet"/> was already completed.</summary>
    public async Task RunAsync(Task quiet)
    {
        while (true)
        {
            var wasQuiet = quiet.IsCompleted;
            var page = await ChangesPage.GetAsync(http, Last, PageLength);
            foreach (var change in page.Changes)
                _seen.TryAdd(change.Seq, change).ShouldBeTrue($"number {change.Seq} came twice");

            Interlocked.Exchange(ref _last, page.Last);
            if (wasQuiet && page is { Done: true, Changes: [] }) return;
        }
    }

    /// <summary>Reads the log again and again from its beginning, as far as the consumer is, and expects nothing there that the consumer
    /// was not given.</summary>
    public async Task AuditAsync(Task quiet)
    {
        while (!quiet.IsCompleted)
        {
            var passed = Last;
            foreach (var change in await ChangesPage.WholeLogAsync(http, to: passed))
                _seen.GetValueOrDefault(change.Seq).ShouldBe(change, $"number {change.Seq} appeared after {passed} was given out");
        }
    }
}
