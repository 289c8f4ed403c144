namespace EventDicom.Domain.Attachments;

/// <summary>Says how the file of an instance lies in the store, to whoever only knows its content. A seam over which the domain reads
/// projections.</summary>
public interface IStoredForms
{
    /// <returns><c>null</c> when it lies there as it came, or there is no such instance.</returns>
    StoredForm? FormOf(string instance);
}
