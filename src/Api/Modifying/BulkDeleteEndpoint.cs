using EventDicom.Domain;
using EventDicom.Domain.Deleting;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Modifying;

/// <summary><c>POST /tools/bulk-delete</c>: deletes resources of any levels; those that are not there are passed over.</summary>
public sealed class BulkDeleteEndpoint(ResourceLedger ledger, ResourceQueries queries, DeleteInstances instances) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/tools/bulk-delete");
        Describe(Allow.Delete, "Remove many resources").Reads(Shape.Named("BulkDeleteRequest")).Answers(Shape.AnyMembers);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var ids = ResourceList.Read(await HttpContext.Request.ReadJsonObjectAsync(OrthancError.BadRequest)).Select(id => id.Value).ToList();
        var levels = (await queries.LevelsOfAsync(ids, ct)).ToLookup(known => known.Value, known => known.Key);
        // From the patients down: what goes with its parent is not asked for any more.
        foreach (var level in (ResourceLevel[])[ResourceLevel.Patient, ResourceLevel.Study, ResourceLevel.Series])
            foreach (var id in levels[level])
                await ledger.RunAsync(new DeleteResource(level, new(id), Origin), ct);
        await instances.RunAsync([.. levels[ResourceLevel.Instance].Select(id => new OrthancId(id))], Origin, ct);
        await AnswerNothingAsync(ct);
    }
}
