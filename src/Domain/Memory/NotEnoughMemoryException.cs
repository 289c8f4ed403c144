namespace EventDicom.Domain.Memory;

/// <summary>Something would take more memory than the machine has; it was not begun.</summary>
/// <param name="bytes">What it would take.</param>
public sealed class NotEnoughMemoryException(long bytes) : Exception($"This would take {bytes >> 20} MB of memory, more than there are");
