using System.Text.Json.Serialization;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Committing;

/// <summary>The modality could not be asked, or did not take the request: nobody need wait for its report.</summary>
public sealed record CommitmentRefused(string TransactionUid, OrthancError Error, string Details, DateTimeOffset RefusedAt)
{
    [JsonIgnore]
    public Fact Fact => new(CommitmentRequested.StreamOf(TransactionUid), this);
}
