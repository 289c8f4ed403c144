using System.Globalization;
using System.Net.Http.Json;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Consumers;

public sealed class ConsumingTheChangeLog
{
    private const int Writers = 8;

    private static readonly int s_operations =
        int.Parse(Environment.GetEnvironmentVariable("EVENTDICOM_CONSUMER_OPERATIONS") ?? "100", CultureInfo.InvariantCulture);

    [LocalPostgresFact]
    public async Task gives_a_poller_every_row_once_and_in_order_while_eight_writers_upload_and_delete()
    {
        await using var server = await ServerProcess.StartAsync();
        var consumer = new ChangeConsumer(server.Http);
        var writing = Task.WhenAll(Enumerable.Range(0, Writers)
            .Select(number => new BusyWriter(server.Http, number).RunAsync(s_operations)));

        var watching = Task.WhenAll(consumer.RunAsync(writing), consumer.AuditAsync(writing));
        await Task.WhenAll(writing, watching);

        var log = await ChangesPage.WholeLogAsync(server.Http);
        log.ShouldNotBeEmpty();
        foreach (var change in log)
            consumer.Seen.GetValueOrDefault(change.Seq).ShouldBe(change, $"number {change.Seq} is in the log and was never given out");
        log.Max(change => change.Seq).ShouldBeLessThanOrEqualTo(consumer.Last);
    }

    [LocalPostgresFact]
    public async Task has_one_New_row_for_each_resource_that_is_left_and_none_for_those_that_are_gone()
    {
        await using var server = await ServerProcess.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(number => new BusyWriter(server.Http, number).RunAsync(s_operations)));

        var log = await ChangesPage.WholeLogAsync(server.Http);

        foreach (var (list, type) in new[] { ("patients", "Patient"), ("studies", "Study"), ("series", "Series"),
            ("instances", "Instance") })
        {
            var left = await server.Http.GetFromJsonAsync<string[]>(new Uri($"/{list}", UriKind.Relative));
            left.ShouldNotBeEmpty();
            log.Where(change => change.ChangeType == $"New{type}").Select(change => change.ID).Order().ShouldBe(left.Order());
            log.Where(change => change.ResourceType == type)
                .ShouldAllBe(change => left.Contains(change.ID) && change.Path == $"/{list}/{change.ID}");
        }
    }
}
