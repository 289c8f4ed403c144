using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.Limits.LimitedNodes;

namespace EventDicom.Api.Tests.Limits;

/// <summary>What an archive does that may hold only so much, on whatever node it arrives.</summary>
public sealed class KeepingLimits(LimitedNodes archive) : IClassFixture<LimitedNodes>
{
    private const int FullStorage = 19;

    [PostgresFact]
    public async Task recycles_who_got_an_instance_least_recently_and_records_why()
    {
        await archive.ClearAsync();
        for (var patient = 1; patient <= 4; patient++) (await archive.UploadAsync(patient, node: patient)).ShouldBe(0);
        await archive.UploadAsync(1, instance: 2);
        await archive.ProtectAsync(3);

        (await archive.UploadAsync(5, node: 1)).ShouldBe(0);
        await archive.ShouldHoldAsync(1, 3, 4, 5);
        (await archive.UploadAsync(6)).ShouldBe(0);
        await archive.ShouldHoldAsync(1, 3, 5, 6);

        // It is a deletion like any other, which leaves no row in the log of changes and none about the patient.
        var changes = (await archive.Http().GetFromJsonAsync<JsonElement>(new Uri("/changes?limit=1000", UriKind.Relative)))
            .GetProperty("Changes");
        changes.EnumerateArray().Select(change => change.Text("ID")).ShouldNotContain(Id(2));
        foreach (var (gone, arrived) in new[] { (2, 5), (4, 6) })
        {
            var why = await archive.AskAsync<string>(
                $"select data->>'Recycled' from events.mt_events where stream_id = '{Id(gone)}' and type = 'patient_deleted' "
                + $"order by version desc limit 1");
            JsonElement.Parse(why).Text("For").ShouldBe(Id(arrived));
            JsonElement.Parse(why).GetProperty("MaximumPatients").GetInt32().ShouldBe(4);
        }
        // In the transaction, and of the request, that stored the other.
        (await archive.AskAsync<long>(
            $"""
            select count(*) from events.mt_events gone join events.mt_events arrived using (correlation_id, timestamp)
            where gone.stream_id = '{Id(4)}' and gone.type = 'patient_deleted' and arrived.stream_id = '{Id(6)}' and arrived.type = 'patient_opened'
            """)).ShouldBe(1);
    }

    [PostgresFact]
    public async Task recycles_as_many_as_the_bytes_need()
    {
        await archive.ClearAsync();
        for (var patient = 11; patient <= 13; patient++) (await archive.UploadAsync(patient, bytes: 300_000)).ShouldBe(0);

        (await archive.UploadAsync(14, bytes: 600_000, node: 1)).ShouldBe(0);

        await archive.ShouldHoldAsync(13, 14);
    }

    [PostgresFact]
    public async Task refuses_what_finds_no_room_and_has_nobody_go_for_it()
    {
        await archive.ClearAsync();
        await archive.UploadAsync(21, bytes: 300_000);
        await archive.UploadAsync(22, bytes: 300_000);
        await archive.ProtectAsync(22);

        (await archive.UploadAsync(23, bytes: 1_100_000)).ShouldBe(FullStorage, "more than there ever is");
        (await archive.UploadAsync(23, bytes: 800_000)).ShouldBe(FullStorage, "more than there is beside a protected patient");
        (await archive.UploadAsync(22, instance: 2, bytes: 900_000)).ShouldBe(FullStorage);
        await archive.ShouldHoldAsync(21, 22);

        (await archive.UploadAsync(21, instance: 2, bytes: 500_000)).ShouldBe(FullStorage, "who gets an instance does not go for it");
        (await archive.UploadAsync(22, instance: 3, bytes: 500_000)).ShouldBe(0);
        await archive.ShouldHoldAsync(22);
    }

    [PostgresFact]
    public async Task asks_the_events_who_is_protected()
    {
        await archive.ClearAsync();
        for (var patient = 31; patient <= 34; patient++) await archive.UploadAsync(patient);
        await archive.ProtectAsync(31);
        await archive.AskAsync<long>("with lie as (update views.patients set protected = false returning 1) select count(*) from lie");

        (await archive.UploadAsync(35)).ShouldBe(0);

        await archive.ShouldHoldAsync(31, 33, 34, 35);
    }

    [PostgresFact]
    public async Task holds_under_parallel_uploads_at_both_nodes()
    {
        await archive.ClearAsync();
        const int Patients = 48;
        var uploads = Enumerable.Range(0, 8).Select(client => Task.Run(async () =>
        {
            for (var patient = client; patient < Patients; patient += 8)
                for (var instance = 1; instance <= 2; instance++)
                    (await archive.UploadAsync(100 + patient, instance, node: client)).ShouldBe(0);
        })).ToList();
        var all = Task.WhenAll(uploads);
        while (!all.IsCompleted) (await archive.AskAsync<long>("select count(*) from views.patients")).ShouldBeLessThanOrEqualTo(4);
        await all;

        (await archive.AskAsync<long>("select count(*) from views.patients")).ShouldBe(4);
        (await archive.AskAsync<long>("select sum(instances)::bigint from views.patients"))
            .ShouldBe(await archive.AskAsync<long>("select count(*) from views.instances"));
    }
}
