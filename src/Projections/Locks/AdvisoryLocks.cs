using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EventDicom.Projections.Resources;

namespace EventDicom.Projections.Locks;

/// <summary>
/// The keys of the advisory locks, which the database gives to one node at a time and takes back when the node dies. All lie in one space
/// of 64-bit numbers, but those of jobs, which are two numbers of 32 bits. The fixed ones begin with "EvDi" in ASCII. Those of patients are
/// numbers of <see cref="PatientLock"/>.
/// </summary>
public static class AdvisoryLocks
{
    /// <summary>Brings the tables up to this program.</summary>
    public const long Schema = 0x4576_4469_5363_6865;

    /// <summary>Makes the schema of the events, and the table that names the archive.</summary>
    public const long Identity = 0x4576_4469_4172_6368;

    /// <summary>Changes a view, which many do at once, or exchanges all views, which one does alone.</summary>
    public const long Views = 0x4576446963_6f6d;

    /// <summary>Rebuilds the views.</summary>
    public const long Rebuild = 0x4576_4469_5265_6275;

    /// <summary>Brings the log of changes up to the events.</summary>
    public const long ChangeLog = 0x4576_4469_4368_6167;

    /// <summary>Removes files for good, which one does alone, or keeps them for a backup, which several may do at once.</summary>
    public const long FileRemoval = 0x4576_4469_6b65_6570;

    /// <summary>Decides which jobs run.</summary>
    public const long Scheduling = 0x4576_4469_4a6f_6273;

    /// <summary>Reads files again for main tags that came later.</summary>
    public const long Filling = 0x4576_4469_4669_6c6c;

    /// <summary>Stores where there is a limit on what may be stored.</summary>
    public const long StorageUse = 0x4576446963_6f6e;

    /// <summary>Works at a step of a job.</summary>
    public static (int First, int Second) OfJob(string job)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(job));
        return (BinaryPrimitives.ReadInt32BigEndian(hash), BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(4)));
    }

    /// <summary>Changes what nothing else is above: a modality, a peer, a worklist, a transaction of storage commitment.</summary>
    /// <param name="stream">Of its events.</param>
    public static long OfStream(string stream) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(stream)));
}
