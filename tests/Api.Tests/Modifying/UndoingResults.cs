using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Domain;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Modifying.Rewriting;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>
/// What a job leaves that fails between two steps. The steps are called as the engine calls them, so that the job can be given up at a
/// point that no client can choose.
/// </summary>
public sealed class UndoingResults(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [LocalPostgresFact]
    public async Task leaves_nothing_of_a_chunk_that_never_came_to_its_end()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString);
        var sources = await UploadAsync(server, patient: 1);
        var before = await CountAsync(server);
        var (kind, job) = Job(server, """{"KeepSource":true}""", sources);
        await kind.WorkAsync(job, sources, CancellationToken.None);
        (await CountAsync(server)).ShouldBe(before + 3);

        await kind.UndoAsync(job, CancellationToken.None); // nobody has noted what the chunk found

        (await CountAsync(server)).ShouldBe(before);
        foreach (var source in sources) (await ExistsAsync(server, source)).ShouldBeTrue();
        await kind.UndoAsync(job, CancellationToken.None); // once more changes nothing
        (await CountAsync(server)).ShouldBe(before);
    }

    [LocalPostgresFact]
    public async Task keeps_a_result_whose_source_was_deleted_already()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString);
        var sources = await UploadAsync(server, patient: 2);
        var before = await CountAsync(server);
        var (kind, job) = Job(server, """{"KeepSource":false}""", sources);
        var finding = (await kind.WorkAsync(job, sources, CancellationToken.None)).Value.Finding!.Value.Deserialize<RewrittenChunk>()!;
        using var deleted = await server.Http.DeleteAsync(new Uri($"/instances/{sources[1]}", UriKind.Relative));

        await kind.UndoAsync(job, CancellationToken.None);

        (await CountAsync(server)).ShouldBe(before);
        foreach (var result in finding.Instances) (await ExistsAsync(server, result.Id)).ShouldBe(result.SourceId == sources[1]);
    }

    [LocalPostgresFact]
    public async Task undoes_only_what_the_events_say_that_it_made()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString);
        var sources = await UploadAsync(server, patient: 3);
        var others = await UploadAsync(server, patient: 4);
        var (kind, job) = Job(server, """{"KeepSource":false}""", sources);
        var finding = (await kind.WorkAsync(job, sources, CancellationToken.None)).Value.Finding!.Value.Deserialize<RewrittenChunk>()!;
        using var deleted = await server.Http.DeleteAsync(new Uri($"/instances/{sources[1]}", UriKind.Relative));
        // The view takes what others uploaded for the job's own, and believes that the source that is gone was another one.
        await TellAsync(server, $"update views.instances set job_id = '{job.Id}' where id in ('{others[0]}', '{sources[0]}')");
        await TellAsync(server, $"update views.instances set modified_from = '{sources[0]}' where job_id = '{job.Id}'");

        await kind.UndoAsync(job, CancellationToken.None);

        foreach (var kept in (OrthancId[])[.. others, sources[0], sources[2]]) (await ExistsAsync(server, kept)).ShouldBeTrue();
        foreach (var result in finding.Instances) (await ExistsAsync(server, result.Id)).ShouldBe(result.SourceId == sources[1]);
    }

    [LocalPostgresTheory]
    [InlineData("update views.instances set job_id = null", "select 1")]
    [InlineData("alter table views.instances rename to away", "alter table views.away rename to instances")]
    [InlineData("alter table events.mt_events rename to away", "alter table events.away rename to mt_events")]
    public async Task undoes_nothing_where_nobody_says_what_it_made(string breaks, string mends)
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString);
        var sources = await UploadAsync(server, patient: 5);
        var (kind, job) = Job(server, """{"KeepSource":true}""", sources);
        await kind.WorkAsync(job, sources, CancellationToken.None);
        var before = await CountAsync(server);
        await TellAsync(server, breaks);

        await kind.UndoAsync(job, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        await TellAsync(server, mends);
        (await CountAsync(server)).ShouldBe(before);
    }

    [LocalPostgresTheory]
    [InlineData("delete from views.instances where job_id = '{0}'", "select 1")]
    [InlineData("alter table views.instances rename to away", "alter table views.away rename to instances")]
    [InlineData("update views.instances set size = size + 1 where job_id = '{0}'", "select 1")]
    public async Task deletes_no_source_where_nobody_says_that_its_result_is_stored(string breaks, string mends)
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString);
        var sources = await UploadAsync(server, patient: 6);
        var (kind, job) = Job(server, """{"KeepSource":false}""", sources);
        var outcome = (await kind.WorkAsync(job, sources, CancellationToken.None)).Value;
        await TellAsync(server, string.Format(System.Globalization.CultureInfo.InvariantCulture, breaks, job.Id));

        await ((Task)kind.CompleteAsync(job, [outcome.Finding!.Value], CancellationToken.None))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        await TellAsync(server, mends);
        foreach (var source in sources) (await ExistsAsync(server, source)).ShouldBeTrue();
    }

    private static async Task TellAsync(JobServer server, string sql)
    {
        await using var command = server.Services.GetRequiredService<Npgsql.NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static (IJobKind Kind, JobContext Job) Job(JobServer server, string request, IReadOnlyList<OrthancId> sources)
    {
        var command = new ModificationOrder(JsonElement.Parse(request), IsAnonymization: false, ResourceLevel.Study, "",
            ResourceLevel.Study);
        var job = new JobContext(Guid.NewGuid().ToString(), JsonSerializer.SerializeToElement(command), Origin.Server, Permissive: false,
            sources.Count);
        return (server.Services.GetRequiredService<JobKinds>()[ModificationOrder.JobType], job);
    }

    private static async Task<IReadOnlyList<OrthancId>> UploadAsync(JobServer server, int patient)
    {
        var instances = new List<OrthancId>();
        for (var number = 1; number <= 3; number++)
        {
            using var answer = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative),
                new ByteArrayContent(SyntheticInstance.Create(patient, instance: number).ToBytes()));
            instances.Add(new((await answer.Content.ReadFromJsonAsync<JsonElement>()).Text("ID")!));
        }
        return instances;
    }

    private static async Task<int> CountAsync(JobServer server) =>
        (await server.Http.GetFromJsonAsync<JsonElement>(new Uri("/statistics", UriKind.Relative)))
        .GetProperty("CountInstances").GetInt32();

    private static async Task<bool> ExistsAsync(JobServer server, OrthancId instance)
    {
        using var answer = await server.Http.GetAsync(new Uri($"/instances/{instance}", UriKind.Relative));
        return answer.StatusCode == HttpStatusCode.OK;
    }
}
