namespace EventDicom.Domain.Jobs.Running;

/// <summary>Every kind of job that the server knows, by its type.</summary>
public sealed class JobKinds(IEnumerable<IJobKind> kinds)
{
    private readonly Dictionary<string, IJobKind> _kinds = kinds.ToDictionary(kind => kind.Type, StringComparer.Ordinal);

    /// <exception cref="ArgumentException">There is none.</exception>
    public IJobKind this[string type] => _kinds.TryGetValue(type, out var kind) ? kind
        : throw new ArgumentException($"There are no jobs of type {type}", nameof(type));
}
