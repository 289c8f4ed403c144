using EventDicom.Api.Queries;

namespace EventDicom.Api.Modalities;

/// <summary><c>POST /modalities/{id}/query</c>: a C-FIND whose answers are kept.</summary>
public sealed class QueryModalityEndpoint(CalledModalities modalities, QueryBody bodies, QueryRun queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/modalities/{id}/query");
        Describe(Allow.QueryRetrieve, "Search in one remote modality").Reads(Shape.Named("QueryRequest"))
            .Answers(Shape.Named("StartedJob"), "Where the answers are");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await modalities.DemandAsync(Name, ct);
        var body = await HttpContext.Request.ReadJsonObjectAsync(maximumLength: QueryBody.Longest);
        var (level, keys) = (QueryBody.Level(body), bodies.Keys(body));
        var modality = await modalities.FindAsync(Name, body, ct);
        var answer = await queries.RunAsync(Name, modality, level, keys, body.Flag("Normalize") ?? true, ct);
        if (answer.IsRefused(out var refused, out var query)) await RefuseAsync(refused);
        else await AnswerAsync(json => QueryRun.Write(json, query));
    }
}
