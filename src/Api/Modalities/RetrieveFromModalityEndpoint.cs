using System.Text.Json;
using EventDicom.Api.Queries;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Retrieving;

namespace EventDicom.Api.Modalities;

/// <summary><c>POST /modalities/{id}/move</c> and <c>/get</c>: a job that retrieves what the request names.</summary>
public sealed class RetrieveFromModalityEndpoint(CalledModalities modalities, QueryBody bodies, RetrieveJobs jobs) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/modalities/{id}/move", "/modalities/{id}/get");
        Describe(Allow.QueryRetrieve, "Have one remote modality send resources by C-MOVE").Named("retrieveBy{Operation}")
            .For("get", Allow.QueryRetrieve, "Get resources from one remote modality by C-GET")
            .Reads(Shape.Named("RetrieveResourcesRequest"))
            .Answers(Shape.Named("JobResult"), "The job, or what came of it where the request is synchronous");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await modalities.DemandAsync(Name, ct);
        var body = await HttpContext.Request.ReadJsonObjectAsync(maximumLength: QueryBody.Longest);
        var level = QueryBody.Level(body);
        if (!body.TryGetProperty("Resources", out var resources) || resources.ValueKind != JsonValueKind.Array)
            throw new OrthancException(OrthancError.BadFileFormat, "The JSON body must contain an array \"Resources\"");
        RetrieveKeys[] keys =
        [
            .. resources.EnumerateArray().Select(resource => new RetrieveKeys(
                level, bodies.KeysOf(resource).ToDictionary(key => key.Key.ToString(), key => key.Value))),
        ];
        await AnsweredAsync(await jobs.AnswerAsync(
            HttpContext, await modalities.FindAsync(Name, body, ct), CalledModalities.Title(body, "TargetAet"),
            Operation == "get" ? RetrieveMethod.Get : RetrieveMethod.Move, keys, body, Origin));
    }
}
