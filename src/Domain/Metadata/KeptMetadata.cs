using EventDicom.Domain.Revisions;
using Npgsql;

namespace EventDicom.Domain.Metadata;

/// <summary>The value that a metadata of a user has.</summary>
/// <param name="Number">Of its revision.</param>
public readonly record struct KeptValue(string Text, long Number)
{
    public Revision Revision => Revision.Of(Text, Number);
}

/// <summary>What the rules about metadata ask inside the transaction that records the decision. A seam over which the domain reads
/// projections.</summary>
public interface IKeptMetadata
{
    /// <summary>A metadata of a resource that the transaction holds; <c>null</c> when it has none.</summary>
    Task<KeptValue?> FindAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, int number, CancellationToken ct);
}
