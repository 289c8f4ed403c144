using System.Text.Json;
using EventDicom.Domain;
using EventDicom.Domain.Committing;
using EventDicom.Projections.Committing;

namespace EventDicom.Api.Committing;

/// <summary><c>GET /storage-commitment/{id}</c>: what a modality has reported, or that it has not yet.</summary>
public sealed class GetCommitmentEndpoint(CommitmentQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/storage-commitment/{id}");
        Describe(Allow.Send, "Get the report of storage commitment of one transaction").Answers(Shape.Named("StorageCommitment"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await queries.FindAsync(Name, ct) is { } commitment)
            await HttpContext.Response.WriteOrthancJsonAsync(commitment, Write);
        else
            await RefuseAsync(Unknown(Name));
    }

    internal static Refused Unknown(string transaction) =>
        new(OrthancError.InexistentItem, $"No storage commitment transaction with UID: {transaction}");

    private static void Write(Utf8JsonWriter json, Commitment commitment)
    {
        json.WriteStartObject();
        json.WriteStartArray("Failures");
        foreach (var instance in commitment.NotCommitted ?? [])
        {
            json.WriteStartObject();
            json.WriteString("Description", FailureReason.Describe(instance.Reason));
            json.WriteNumber("FailureReason", instance.Reason);
            WriteUids(json, instance.SopClassUid, instance.SopInstanceUid);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("RemoteAET", commitment.RemoteAet);
        json.WriteString("Status", commitment.Status.ToString());
        json.WriteStartArray("Success");
        foreach (var instance in commitment.Committed)
        {
            json.WriteStartObject();
            WriteUids(json, instance.SopClassUid, instance.SopInstanceUid);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteUids(Utf8JsonWriter json, string sopClass, string instance)
    {
        json.WriteString("SOPClassUID", sopClass);
        json.WriteString("SOPInstanceUID", instance);
    }
}
