using EventDicom.Domain.Worklists;

namespace EventDicom.Api.Worklists;

/// <summary><c>POST /worklists/create</c>: plans something under a name of our own.</summary>
public sealed class CreateWorklistEndpoint(IWorklists worklists, WorklistRequest requests) : OrthancEndpoint
{
    /// <summary>What no worklist can be called for the sake of this route.</summary>
    internal const string Word = "create";

    public override void Configure()
    {
        Post($"/worklists/{Word}");
        Describe(Allow.Upload, "Create a worklist").Named("createWorklist")
            .Explained("Demands what modalities need to know of the first step, unless Force is true.")
            .Reads(Shape.Named("WorklistRequest")).Answers(Shape.Named("Reference"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var (id, body) = (WorklistId.New(), await WorklistBody.ReadAsync(HttpContext.Request));
        if (requests.Read(body, isForced: false).IsRefused(out var refused, out var content)
            || (refused = await worklists.SaveAsync(new(id, content, Origin), ct)) is not null)
            await RefuseAsync(refused);
        else
            await AnswerAsync(json => WorklistAnswer.WriteReference(json, id));
    }
}
