using EventDicom.Domain.Retrieving;

namespace EventDicom.Api.Queries;

/// <summary><c>DELETE /queries/{id}</c>: fine whether there was one or not.</summary>
public sealed class DeleteQueryEndpoint(RemoteQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Delete("/queries/{id}");
        Describe(Allow.QueryRetrieve, "Forget one query").AnswersNothing();
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        queries.Remove(Name);
        return AnswerNothingAsync(ct);
    }
}
