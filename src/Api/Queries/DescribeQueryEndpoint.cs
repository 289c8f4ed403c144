using EventDicom.Domain.Retrieving;

namespace EventDicom.Api.Queries;

/// <summary><c>GET /queries/{id}/level</c> and <c>/modality</c>: at which level it was asked, and whom.</summary>
public sealed class DescribeQueryEndpoint(RemoteQueries queries) : QueryEndpoint(queries)
{
    public override void Configure()
    {
        Get("/queries/{id}/level", "/queries/{id}/modality");
        Describe(Allow.QueryRetrieve, "Read the level of one query").For("modality", Allow.QueryRetrieve, "Read whom one query asked")
            .AnswersText("A level, or the name of a modality");
    }

    public override Task HandleAsync(CancellationToken ct) =>
        AnswerTextAsync(Operation == "level" ? Named.Level.ToString() : Named.Modality, ct);
}
