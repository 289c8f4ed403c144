using System.Globalization;
using EventDicom.Api.Resources;
using EventDicom.Dicom;
using EventDicom.Domain.Retrieving;

namespace EventDicom.Api.Queries;

/// <summary><c>GET /queries/{id}/answers</c>: the numbers of the answers; with <c>?expand</c> what they say.</summary>
public sealed class ListAnswersEndpoint(RemoteQueries queries, DicomJsonOptions shown) : QueryEndpoint(queries)
{
    public override void Configure()
    {
        Get("/queries/{id}/answers");
        Describe(Allow.QueryRetrieve, "List the answers to one query").Takes(Argument.Expand).Takes(Argument.Format)
            .Answers(Shape.EitherOf(Shape.Texts, Shape.ArrayOf(Shape.Named("Tags"))));
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        var answers = Named.Answers;
        var format = TagFormat.Of(HttpContext.Request.Query, DicomJsonFormat.Full);
        return HttpContext.Request.IsOn("expand")
            ? AnswerArrayAsync(answers.ToAsyncEnumerable(), (json, answer) => DicomJson.Write(json, answer, format, shown), ct)
            : HttpContext.Response.WriteOrthancJsonAsync(
                Enumerable.Range(0, answers.Count).Select(index => index.ToString(CultureInfo.InvariantCulture)));
    }
}
