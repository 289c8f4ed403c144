using EventDicom.Api.Resources;
using EventDicom.Dicom;
using EventDicom.Domain.Retrieving;

namespace EventDicom.Api.Queries;

/// <summary><c>GET /queries/{id}/query</c> and <c>/answers/{index}/content</c>: what was asked, and one answer.</summary>
public sealed class ShowQueryEndpoint(RemoteQueries queries, DicomJsonOptions shown) : QueryEndpoint(queries)
{
    public override void Configure()
    {
        Get("/queries/{id}/query", "/queries/{id}/answers/{index}/content");
        Describe(Allow.QueryRetrieve, "Read what one query asked").For("content", Allow.QueryRetrieve, "Read one answer to one query")
            .Takes(Argument.Format).Answers(Shape.Named("Tags"))
            .Where("index", Shape.Text, "The place of the answer, from 0 on");
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        var query = Named;
        var dataset = Operation == "query" ? query.Asked : query.Answers[IndexIn(query)];
        return AnswerAsync(json => DicomJson.Write(json, dataset, TagFormat.Of(HttpContext.Request.Query, DicomJsonFormat.Full), shown));
    }
}
