using EventDicom.Domain.Jobs.Outputs;
using EventDicom.Projections.JobHistory;
using FastEndpoints;
using Microsoft.Net.Http.Headers;

namespace EventDicom.Api.Jobs;

/// <summary><c>GET /jobs/{id}/{key}</c>: a file that the job left.</summary>
public sealed class GetJobOutputEndpoint(JobQueries jobs, JobOutputs outputs) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/jobs/{id}/{key}");
        Describe(Allow.Download, "Download what one job made").Named("getJobOutput")
            .Where("key", Shape.Text, "The name of the output, e.g. archive")
            .AnswersBytes("The output", "application/zip");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var key = Route<string>("key")!;
        var job = await jobs.FindAsync(Id, ct);
        if (job?.Outputs.FirstOrDefault(output => output.Key == key) is not { } output || outputs.Open(Id, key) is not { } file)
        {
            await RefuseAsync(new(OrthancError.InexistentItem));
            return;
        }

        HttpContext.MarkResponseStart();
        HttpContext.Response.Headers[HeaderNames.ContentDisposition] = $"filename=\"{output.FileName}\"";
        await TypedResults.Stream(file, output.ContentType, enableRangeProcessing: ByteRange.IsAskedFor(HttpContext.Request))
            .ExecuteAsync(HttpContext);
    }
}
