namespace EventDicom.Domain.Instances;

/// <summary>What jobs ask of the instances that they work on and of those that they made, outside of any transaction.</summary>
public interface IStoredInstances
{
    /// <summary>Where the files of instances lie, and below what; those that are not there are left out.</summary>
    Task<IReadOnlyDictionary<OrthancId, HeldFile>> FilesAsync(IReadOnlyCollection<OrthancId> instances, CancellationToken ct);

    /// <summary>What must be known of instances to send them; those that are not there are left out.</summary>
    Task<IReadOnlyDictionary<OrthancId, SendableInstance>> SendableAsync(IReadOnlyCollection<OrthancId> instances, CancellationToken ct);

    /// <summary>The instances with these SOPInstanceUIDs, whatever study they are in: a UID may have several.</summary>
    Task<ILookup<string, KeyValuePair<OrthancId, SendableInstance>>> BySopInstanceUidsAsync(
        IReadOnlyCollection<string> uids, CancellationToken ct);

    /// <summary>The stored instances that a job made.</summary>
    /// <param name="ofStored">Without those whose source is not stored any more.</param>
    Task<IReadOnlyCollection<OrthancId>> MadeByAsync(string job, bool ofStored, CancellationToken ct);
}
