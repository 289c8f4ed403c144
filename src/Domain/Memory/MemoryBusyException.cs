namespace EventDicom.Domain.Memory;

/// <summary>Others use the memory that there is for requests. Nothing was done; the client may try again later.</summary>
public sealed class MemoryBusyException() : Exception("The server has no memory left for this at the moment; try again later");
