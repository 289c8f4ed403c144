using System.Text.Json;
using EventDicom.Api.Sending;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Committing;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Sending;

namespace EventDicom.Api.Modalities;

/// <summary><c>POST /modalities/{id}/store</c>: a job that sends resources by C-STORE.</summary>
public sealed class StoreInModalityEndpoint(CalledModalities modalities, SendingJobs jobs) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/modalities/{id}/store");
        Describe(Allow.Send, "Send resources to one remote modality")
            .Reads(Shape.EitherOf(Shape.Text, Shape.Texts, Shape.Named("StoreInModalityRequest")))
            .Answers(Shape.Named("JobResult"), "The job, or what came of it where the request is synchronous");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await modalities.DemandAsync(Name, ct);
        var body = await SendBody.ReadAsync(HttpContext.Request);
        var isCommitted = body.Members.Flag("StorageCommitment") ?? false;
        var order = new ModalityStoreOrder(
            Name, await modalities.FindAsync(Name, body.Members, ct), OriginatorIn(body.Members),
            isCommitted ? DicomUIDGenerator.Generate() : null);
        await AnsweredAsync(await jobs.AnswerAsync(
            HttpContext, body, Name,
            (resources, instances, _) => isCommitted && RequestCommitment.DemandFew(instances.Count) is { } refused
                ? refused
                : order.ToJob(resources, instances, Origin)));
    }

    private static MoveOriginator? OriginatorIn(JsonElement body)
    {
        if (CalledModalities.Title(body, "MoveOriginatorAet") is not { } title) return null;
        var id = body.Number("MoveOriginatorID") ?? 0;
        return id is >= 0 and <= ushort.MaxValue
            ? new(title, (ushort)id)
            : throw new OrthancException(OrthancError.ParameterOutOfRange, "Field \"MoveOriginatorID\" must be from 0 to 65535");
    }
}
