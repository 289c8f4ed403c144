using EventDicom.Domain.Deleting;

namespace EventDicom.Api.Resources;

/// <summary><c>DELETE /{level}/{id}</c>: answers what is left above.</summary>
public sealed class DeleteResourceEndpoint(ResourceLedger ledger) : OrthancEndpoint
{
    public override void Configure()
    {
        Delete(ResourcePath.Routes("/{id}"));
        Describe(Allow.Delete, "Remove one {level} with all that belongs to it").Answers(Shape.Named("Ancestor"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if ((await ledger.RunAsync(new DeleteResource(Level, new(Id), Origin), ct)).IsRefused(out _, out var deleted))
        {
            await NotAnsweredAsync();
            return;
        }

        await AnswerAsync(json =>
        {
            json.WriteStartObject();
            if (deleted.RemainingAncestor is var (level, id))
            {
                json.WriteStartObject("RemainingAncestor");
                json.WriteString("ID", id.Value);
                json.WriteString("Path", ResourcePath.To(level, id.Value));
                json.WriteString("Type", level.ToString());
                json.WriteEndObject();
            }
            else
            {
                json.WriteNull("RemainingAncestor");
            }
            json.WriteEndObject();
        });
    }
}
