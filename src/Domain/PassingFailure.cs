using EventDicom.Domain.Blobs;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Instances;
using Npgsql;

namespace EventDicom.Domain;

/// <summary>Tells failures that nobody is to blame for, and that may be over when the same is tried again, however others have wrapped them.</summary>
internal static class PassingFailure
{
    /// <returns>What is away or full, an internal error for a disk that fails otherwise; <c>null</c> for a failure that is no such.</returns>
    public static OrthancError? Of(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is IntakeOverloadedException or NpgsqlException { IsTransient: true }) return OrthancError.DatabaseUnavailable;
            // What is damaged stays so however often it is read.
            if (cause is DamagedFileException or EndOfStreamException) return null;
            // An NpgsqlException has one of these for its cause, too, and says what it means.
            if (cause is IOException and not (FileNotFoundException or DirectoryNotFoundException))
                return FullDisk.Is(cause) ? OrthancError.FullStorage : OrthancError.InternalError;
        }
        return null;
    }
}
