using System.Text.Json.Serialization;

namespace EventDicom.Domain.Committing;

/// <summary>
/// We are about to ask a modality to commit to the safekeeping of instances. Recorded before it is asked, for its report may come before
/// its response.
/// </summary>
/// <param name="Modality">Its symbolic name.</param>
/// <param name="RemoteAet">Its title.</param>
public sealed record CommitmentRequested(
    string TransactionUid, string Modality, string RemoteAet, IReadOnlyList<ReferencedInstance> Instances, DateTimeOffset RequestedAt)
{
    [JsonIgnore]
    public Fact Fact => new(StreamOf(TransactionUid), this);

    /// <summary>The stream of a transaction.</summary>
    public static string StreamOf(string transactionUid) => $"commitment:{transactionUid}";
}
