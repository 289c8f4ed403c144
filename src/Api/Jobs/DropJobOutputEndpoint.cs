using EventDicom.Domain.Jobs.Outputs;
using EventDicom.Projections.JobHistory;
using FastEndpoints;
using Microsoft.Net.Http.Headers;

namespace EventDicom.Api.Jobs;

/// <summary><c>DELETE /jobs/{id}/{key}</c>: removes a file that the job left.</summary>
public sealed class DropJobOutputEndpoint(DropJobOutput dropping, JobQueries jobs) : OrthancEndpoint
{
    public override void Configure()
    {
        Delete("/jobs/{id}/{key}");
        Describe(Allow.Administrate, "Remove what one job made").Named("deleteJobOutput")
            .Where("key", Shape.Text, "The name of the output, e.g. archive").AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct) => await AnswerNothingAsync(
        await jobs.FindAsync(Id, ct) is null
        ? new(OrthancError.InexistentItem) : await dropping.RunAsync(Id, Route<string>("key")!, Origin, ct), ct);
}
