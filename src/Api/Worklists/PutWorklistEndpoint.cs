using EventDicom.Domain.Worklists;

namespace EventDicom.Api.Worklists;

/// <summary><c>PUT /worklists/{id}</c>: plans something under a name, in place of what had it before.</summary>
public sealed class PutWorklistEndpoint(IWorklists worklists, WorklistRequest requests) : OrthancEndpoint
{
    public override void Configure()
    {
        Put("/worklists/{id}");
        Describe(Allow.Upload, "Create or replace one worklist").Reads(Shape.Named("WorklistRequest"))
            .Answers(Shape.Named("Reference"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (Name == CreateWorklistEndpoint.Word)
        {
            await NotAllowedAsync(HttpMethods.Post);
            return;
        }
        var body = await WorklistBody.ReadAsync(HttpContext.Request);
        if (requests.Read(body, isForced: true).IsRefused(out var refused, out var content)
            || (refused = await worklists.SaveAsync(new(Name, content, Origin), ct)) is not null)
            await RefuseAsync(refused);
        else
            await AnswerAsync(json => WorklistAnswer.WriteReference(json, Name));
    }
}
