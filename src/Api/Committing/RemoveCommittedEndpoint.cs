using EventDicom.Domain.Deleting;
using EventDicom.Domain.Instances;
using EventDicom.Projections.Committing;

namespace EventDicom.Api.Committing;

/// <summary><c>POST /storage-commitment/{id}/remove</c>: deletes what is safe with a modality.</summary>
public sealed class RemoveCommittedEndpoint(CommitmentQueries queries, IStoredInstances stored, DeleteInstances deletion) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/storage-commitment/{id}/remove");
        Describe(Allow.Delete, "Remove the instances of one storage commitment transaction").Answers(Shape.AnyMembers);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await queries.FindAsync(Name, ct) is not { } commitment)
        {
            await RefuseAsync(GetCommitmentEndpoint.Unknown(Name));
            return;
        }
        if (commitment.Removable().IsRefused(out var refused, out var safe))
        {
            await RefuseAsync(refused);
            return;
        }

        var held = await stored.BySopInstanceUidsAsync([.. safe.Select(instance => instance.SopInstanceUid)], ct);
        // Where several instances have one UID nobody knows which of them the modality has.
        var meant = safe.Select(instance => (Instance: instance, Held: held[instance.SopInstanceUid].ToList()))
            .Where(one => one.Held is [{ Value: var only }] && only.ToReference() == one.Instance)
            .Select(one => one.Held[0].Key);
        await deletion.RunAsync([.. meant], Origin, ct);
        await AnswerEmptyObjectAsync();
    }
}
