using System.Text.Json;
using EventDicom.Domain;
using EventDicom.Domain.Archives;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs.Outputs;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace EventDicom.Api.Tests.Jobs;

public sealed class WatchingALongStep(OneJobServer one) : IClassFixture<OneJobServer>
{
    private JobServer Server => one.Server;

    private StepProgress Steps => Server.Services.GetRequiredService<StepProgress>();

    [LocalPostgresFact]
    public async Task shows_how_far_it_has_come_and_ends_it_when_the_job_is_cancelled()
    {
        var id = await Server.SubmitAsync(new(Lasts: true), instances: 0);
        await JobServer.UntilAsync(() => Steps.Of(id) > 0);

        var running = await Server.JobAsync(id);
        (running.Text("State"), running.GetProperty("Progress").GetInt32()).ShouldBe(("Running", 50));
        running.TryGetProperty("EstimatedTimeOfArrival", out _).ShouldBeTrue();

        (await Server.ControlAsync(id, "cancel")).ShouldBe(HttpStatusCode.OK);
        (await Server.UntilAsync(id, "Failure")).GetProperty("ErrorCode").GetInt32().ShouldBe(37);
        Steps.Of(id).ShouldBe(0);
    }

    [LocalPostgresFact]
    public async Task packs_no_archive_that_nobody_wants()
    {
        var study = "";
        for (var number = 1; number <= 30; number++)
        {
            using var answer = await Server.Http.PostAsync(new Uri("/instances", UriKind.Relative),
                new ByteArrayContent(SyntheticInstance.Create(instance: number).WithImage(256, 256).ToBytes()));
            study = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).Text("ParentStudy")!;
        }
        var kind = Server.Services.GetRequiredService<JobKinds>()[ArchiveJob.Name];
        var job = new JobContext(
            Guid.NewGuid().ToString(), JsonSerializer.SerializeToElement(
                new ArchiveRequest([study], IsMedia: false, Extended: false, Transcode: null)), Origin.Server, Permissive: false, 0);

        var packing = Task.Run(() => kind.CompleteAsync(job, [], CancellationToken.None));
        job.Step.Cancel();

        (await packing).Refused!.Error.ShouldBe(OrthancError.CanceledJob);
        Server.Services.GetRequiredService<JobOutputs>().Open(job.Id, "archive").ShouldBeNull();
    }
}
