using Npgsql;

namespace EventDicom.Domain.Instances;

/// <summary>What the intake asks before it decides, inside the transaction that records the decision.</summary>
public interface IHoldings
{
    /// <summary>
    /// Holds the patients of these instances against every other writer, and their bytes against being removed, on any node, until the
    /// transaction ends; then reads what is stored around the instances. Bytes must not be written before this.
    /// </summary>
    /// <param name="sha256">Addresses of the bytes that the transaction may store.</param>
    Task<Holdings> LockAsync(
        NpgsqlTransaction transaction, IReadOnlyCollection<InstanceHeader> instances, IReadOnlyCollection<string> sha256,
        CancellationToken ct);
}
