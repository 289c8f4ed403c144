using EventDicom.Api.Modalities;
using EventDicom.Api.Resources;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Retrieving;

namespace EventDicom.Api.Queries;

/// <summary><c>POST /queries/{id}/answers/{index}/query-…</c>: asks the same modality for what lies below an answer.</summary>
public sealed class QueryBelowAnswerEndpoint(RemoteQueries queries, QueryBody bodies, QueryRun run, DicomDictionary dictionary)
    : QueryEndpoint(queries)
{
    private const string Path = "/queries/{id}/answers/{index}";

    public override void Configure()
    {
        Post($"{Path}/query-studies", $"{Path}/query-series", $"{Path}/query-instances");
        Describe(Allow.QueryRetrieve, "Search for the studies of one answer to one query")
            .For("query-series", Allow.QueryRetrieve, "Search for the series of one answer to one query")
            .For("query-instances", Allow.QueryRetrieve, "Search for the instances of one answer to one query")
            .Reads(Shape.Of(Member.Optional("Query", Shape.MapOf(Shape.Text)), Member.Optional("Timeout", Shape.Whole)))
            .Answers(Shape.Named("StartedJob"), "Where the answers are")
            .Where("index", Shape.Text, "The place of the answer, from 0 on");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var query = Named;
        var above = query.KeysOf(IndexIn(query));
        var level = Operation switch
        {
            "query-studies" => ResourceLevel.Study,
            "query-series" => ResourceLevel.Series,
            _ => ResourceLevel.Instance,
        };
        if (level <= query.Level) throw new OrthancException(OrthancError.UnknownResource);

        var body = await HttpContext.Request.ReadJsonObjectAsync(maximumLength: QueryBody.Longest);
        var keys = bodies.Keys(body).ToDictionary();
        foreach (var (tag, value) in above.Keys.Where(key => key.Value.Length > 0)) keys[dictionary.ParseTag(tag)] = value;
        var answer = await run.RunAsync(query.Modality, CalledModalities.With(query.Called, body), level, keys, normalize: true, ct);
        if (answer.IsRefused(out var refused, out var child)) await RefuseAsync(refused);
        else await AnswerAsync(json => QueryRun.Write(json, child));
    }
}
