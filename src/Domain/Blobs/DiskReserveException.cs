namespace EventDicom.Domain.Blobs;

/// <summary>The disk is so full that nothing more is taken in. To whoever asks it is a full disk: ENOSPC.</summary>
public sealed class DiskReserveException()
    : IOException("The disk is full, except for what is kept free for reading, deleting and the database", NoSpace)
{
    private const int NoSpace = 28;
}
