using EventDicom.Domain;
using EventDicom.Domain.Deleting;
using EventDicom.Projections.Resources;
using Wolverine;

namespace EventDicom.Api.Modifying;

/// <summary><c>POST /tools/bulk-delete</c>: deletes resources of any levels; those that are not there are passed over.</summary>
public sealed class BulkDeleteEndpoint(IMessageBus bus, ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure() => Post("/tools/bulk-delete");

    public override async Task HandleAsync(CancellationToken ct)
    {
        var ids = ResourceList.Read(await HttpContext.Request.ReadJsonObjectAsync(OrthancError.BadRequest));
        var levels = await queries.LevelsOfAsync(ids, ct);
        foreach (var id in ids.Distinct())
            if (levels.TryGetValue(id, out var level))
                await bus.InvokeAsync<ResourceDeleted?>(new DeleteResource(level, new(id), Origin), ct);
        await AnswerNothingAsync(ct);
    }
}
