using EventDicom.Api.Modalities;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Committing;
using EventDicom.Domain.Instances;
using EventDicom.Projections.Committing;

namespace EventDicom.Api.Committing;

/// <summary><c>POST /modalities/{id}/storage-commitment</c>: asks a modality whether instances are safe with it.</summary>
public sealed class RequestCommitmentEndpoint(
    CalledModalities modalities, CommitmentQueries queries, IStoredInstances stored, CommitmentRequests commitments) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/modalities/{id}/storage-commitment");
        Describe(Allow.Send, "Ask one remote modality for storage commitment").Reads(Shape.Named("StorageCommitmentRequest"))
            .Answers(Shape.Named("StartedJob"), "Where the report of the modality is to be found");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await modalities.DemandAsync(Name, ct);
        var json = await HttpContext.Request.ReadJsonObjectAsync(maximumLength: CommitmentBody.Longest);
        var body = CommitmentBody.Read(json);
        var modality = await modalities.FindAsync(Name, json, ct);
        if ((await InstancesAsync(body, ct)).IsRefused(out var refused, out var instances))
        {
            await RefuseAsync(refused);
            return;
        }

        var transaction = DicomUIDGenerator.Generate();
        var request = new RequestCommitment(transaction, Name, modality.Modality.Aet, instances, Origin);
        if (await commitments.AskAsync(request, modality, ct) is { } failure)
        {
            await RefuseAsync(failure);
            return;
        }
        await AnswerAsync(answer =>
        {
            answer.WriteStartObject();
            answer.WriteString("ID", transaction);
            answer.WriteString("Path", $"/storage-commitment/{transaction}");
            answer.WriteEndObject();
        });
    }

    private async Task<Answer<IReadOnlyList<ReferencedInstance>>> InstancesAsync(CommitmentBody body, CancellationToken ct)
    {
        if (await queries.InstancesAsync(body.Resources, ct) is not { } ids) return new Refused(OrthancError.UnknownResource);
        if (RequestCommitment.DemandFew(ids.Count + body.Instances.Count) is { } refused) return refused;
        var held = await stored.SendableAsync(ids, ct);
        return new([.. ids.Where(held.ContainsKey).Select(id => held[id].ToReference()).Concat(body.Instances).Distinct()]);
    }
}
