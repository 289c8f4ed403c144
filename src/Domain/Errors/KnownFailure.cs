using EventDicom.Dicom;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Committing;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Memory;
using JasperFx;
using Npgsql;

namespace EventDicom.Domain.Errors;

/// <summary>
/// What a failure of the database, of the disk, of memory, of a stored file or of a modality means: the one place that tells those that
/// may be over when the same is tried again from those that stay.
/// </summary>
/// <param name="Details">For the client; <c>null</c> where it is told no more than the error.</param>
/// <param name="RetryAfter">Seconds after which another try makes sense; 0 for what stays.</param>
public sealed record KnownFailure(OrthancError Error, string? Details = null, int RetryAfter = 0)
{
    private const int Soon = 1, Later = 5;

    public bool IsTransient => RetryAfter > 0;

    /// <summary>Looks through the wrappers that Marten, Wolverine and tasks put around the cause.</summary>
    /// <returns><c>null</c> for what nobody foresaw.</returns>
    public static KnownFailure? Of(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            if (OfCause(cause) is { } known)
                return known;
        return null;
    }

    public static bool IsTransientFailure(Exception failure) => Of(failure) is { IsTransient: true };

    private static KnownFailure? OfCause(Exception cause) => cause switch
    {
        IntakeOverloadedException => Passing(OrthancError.DatabaseUnavailable, Soon, cause.Message),
        ModalityAwayException away => Passing(away.Refused.Error, Soon, away.Refused.Details),
        MemoryBusyException => Passing(OrthancError.NotEnoughMemory, Later, cause.Message),
        NotEnoughMemoryException or DicomFileException { Reason: DicomFileError.TooMuchMemory } =>
            new(OrthancError.NotEnoughMemory, cause.Message),
        // What is damaged stays so however often it is read.
        DamagedFileException damaged => new(damaged.Error, damaged.Message),
        DicomFileException { Reason: not DicomFileError.Closed } => new(OrthancError.CorruptedFile, cause.Message),
        InvalidDataException or EndOfStreamException => new(OrthancError.CorruptedFile, "The file of an instance is damaged"),
        ConcurrencyException or PostgresException { SqlState: PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected } =>
            Passing(OrthancError.DatabaseCannotSerialize, Soon),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => Passing(OrthancError.FullStorage, Later),
        PostgresException refused when IsOutOfService(refused.SqlState) => Passing(OrthancError.DatabaseUnavailable, Later),
        NpgsqlException { IsTransient: true } => Passing(OrthancError.DatabaseUnavailable, Later),
        _ when LostStep.Is(cause) => Passing(OrthancError.DatabaseUnavailable, Later),
        DiskReserveException => Passing(OrthancError.FullStorage, Later, cause.Message),
        // An NpgsqlException has one of these for its cause, too, and says what it means.
        IOException when FullDisk.Is(cause) => Passing(OrthancError.FullStorage, Later),
        IOException and not (FileNotFoundException or DirectoryNotFoundException) => Passing(OrthancError.InternalError, Later),
        _ => null,
    };

    private static KnownFailure Passing(OrthancError error, int retryAfter, string? details = null) => new(error, details, retryAfter);

    // Classes 08 connection, 28 credentials, 53 resources; 3D000 no such database; 57P01 to 57P05 the server goes away or is not up yet.
    private static bool IsOutOfService(string state) =>
        state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("28", StringComparison.Ordinal)
        || state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal)
        || state == PostgresErrorCodes.InvalidCatalogName;
}
