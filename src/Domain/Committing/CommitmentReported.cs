using System.Text.Json.Serialization;

namespace EventDicom.Domain.Committing;

/// <summary>A modality has said which instances of a transaction it commits to: all that were asked for but these.</summary>
/// <param name="RemoteAet">The title of whoever reported.</param>
public sealed record CommitmentReported(
    string TransactionUid, string RemoteAet, IReadOnlyList<NotCommitted> NotCommitted, DateTimeOffset ReportedAt)
{
    [JsonIgnore]
    public Fact Fact => new(CommitmentRequested.StreamOf(TransactionUid), this);
}
