using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Domain;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Modifying;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>
/// What a job leaves that fails between two steps. The steps are called as the engine calls them, so that the job can be given up at a point that
/// no client can choose.
/// </summary>
[Collection(nameof(AloneOnTheMachine))]
public sealed class TakingBackResults(PostgresFixture postgres) : IClassFixture<PostgresFixture>
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

        await kind.AbandonAsync(job, CancellationToken.None); // nobody has noted what the chunk found

        (await CountAsync(server)).ShouldBe(before);
        foreach (var source in sources) (await ExistsAsync(server, source)).ShouldBeTrue();
        await kind.AbandonAsync(job, CancellationToken.None); // once more changes nothing
        (await CountAsync(server)).ShouldBe(before);
    }

    [LocalPostgresFact]
    public async Task keeps_a_result_whose_source_was_deleted_already()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString);
        var sources = await UploadAsync(server, patient: 2);
        var before = await CountAsync(server);
        var (kind, job) = Job(server, """{"KeepSource":false}""", sources);
        var finding = (await kind.WorkAsync(job, sources, CancellationToken.None)).Finding!.Value.Deserialize<RewrittenChunk>()!;
        using var deleted = await server.Http.DeleteAsync(new Uri($"/instances/{sources[1]}", UriKind.Relative));

        await kind.AbandonAsync(job, CancellationToken.None);

        (await CountAsync(server)).ShouldBe(before);
        foreach (var result in finding.Instances) (await ExistsAsync(server, result.Id)).ShouldBe(result.SourceId == sources[1]);
    }

    private static (IJobKind Kind, JobContext Job) Job(JobServer server, string request, IReadOnlyList<OrthancId> sources)
    {
        var command = new ModifyResources(JsonElement.Parse(request), IsAnonymization: false, ResourceLevel.Study, "", ResourceLevel.Study);
        var job = new JobContext(Guid.NewGuid().ToString(), JsonSerializer.SerializeToElement(command), Origin.Server, Permissive: false, sources.Count);
        return (server.Services.GetRequiredService<JobKinds>()[ModifyResources.JobType], job);
    }

    private static async Task<IReadOnlyList<OrthancId>> UploadAsync(JobServer server, int patient)
    {
        var instances = new List<OrthancId>();
        for (var number = 1; number <= 3; number++)
        {
            using var answer = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(SyntheticInstance.Create(patient, instance: number).ToBytes()));
            instances.Add(new((await answer.Content.ReadFromJsonAsync<JsonElement>()).Text("ID")!));
        }
        return instances;
    }

    private static async Task<int> CountAsync(JobServer server) =>
        (await server.Http.GetFromJsonAsync<JsonElement>(new Uri("/statistics", UriKind.Relative))).GetProperty("CountInstances").GetInt32();

    private static async Task<bool> ExistsAsync(JobServer server, OrthancId instance)
    {
        using var answer = await server.Http.GetAsync(new Uri($"/instances/{instance}", UriKind.Relative));
        return answer.StatusCode == HttpStatusCode.OK;
    }
}
