using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;

namespace EventDicom.Domain.Committing;

/// <summary>When we commit to the safekeeping of an instance: it is stored, of the class that is named, and its bytes are there.</summary>
public static class Safekeeping
{
    /// <param name="held">The stored instances with its UID.</param>
    /// <param name="isThere">Whether the bytes of a file are there, in the length in which they were stored.</param>
    /// <returns><see cref="FailureReason"/>; <c>null</c> for a commitment.</returns>
    public static ushort? Check(
        ReferencedInstance instance, IEnumerable<KeyValuePair<OrthancId, SendableInstance>> held, Func<StoredFile, bool> isThere)
    {
        ushort reason = FailureReason.NoSuchInstance;
        foreach (var (id, one) in held)
        {
            if (one.SopClassUid.Trim(' ', '\0') != instance.SopClassUid)
            {
                if (reason == FailureReason.NoSuchInstance) reason = FailureReason.ClassInstanceConflict;
                continue;
            }
            if (isThere(one.File.Of(id))) return null;
            reason = FailureReason.ProcessingFailure;
        }
        return reason;
    }
}
