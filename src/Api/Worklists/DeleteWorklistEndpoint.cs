using EventDicom.Domain.Worklists;

namespace EventDicom.Api.Worklists;

/// <summary><c>DELETE /worklists/{id}</c>: it is planned no longer.</summary>
public sealed class DeleteWorklistEndpoint(IWorklists worklists) : OrthancEndpoint
{
    public override void Configure()
    {
        Delete("/worklists/{id}");
        Describe(Allow.Delete, "Delete one worklist").Answers(Shape.AnyMembers);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (Name == CreateWorklistEndpoint.Word) await NotAllowedAsync(HttpMethods.Post);
        else if (await worklists.DeleteAsync(new(Name, WorklistEnd.Requested, Origin), ct) is { } refused) await RefuseAsync(refused);
        else await AnswerEmptyObjectAsync();
    }
}
