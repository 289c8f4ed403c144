using EventDicom.Dicom;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Memory;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Zip;
using JasperFx;
using Npgsql;

namespace EventDicom.Api.Errors;

/// <summary>An exception, as the client is told about it.</summary>
/// <param name="RetryAfter">Seconds after which another try makes sense; 0 when it makes none.</param>
/// <param name="Unexpected">Nobody foresaw it: the log must have the whole of it, the client nothing.</param>
public readonly record struct Failure(OrthancError Error, int HttpStatus, string? Details = null, int RetryAfter = 0, bool Unexpected = false)
{
    private const int WrapsAtMost = 8;

    /// <summary>Looks through the wrappers that Marten, Wolverine and tasks put around the cause.</summary>
    public static Failure Of(Exception exception)
    {
        var cause = exception;
        for (var depth = 0; cause is not null && depth < WrapsAtMost; depth++, cause = cause.InnerException)
            if (Known(cause) is { } failure)
                return failure;

        return new(OrthancError.InternalError, StatusCodes.Status500InternalServerError, Unexpected: true);
    }

    private static Failure? Known(Exception exception) => exception switch
    {
        OrthancException raised => new(raised.Error, raised.HttpStatus, raised.Details),
        JobException refused => new(refused.Error, refused.Error.HttpStatus(), refused.Message),
        ModificationException refused => new(refused.Error, refused.Error.HttpStatus(), refused.Message),
        NotEnoughMemoryException large => new(OrthancError.NotEnoughMemory, StatusCodes.Status413PayloadTooLarge, large.Message),
        MemoryBusyException busy => new(OrthancError.NotEnoughMemory, StatusCodes.Status503ServiceUnavailable, busy.Message, RetryAfter: 5),
        DicomFileException { Reason: DicomFileError.TooMuchMemory } large => new(OrthancError.NotEnoughMemory, StatusCodes.Status413PayloadTooLarge, large.Message),
        DamagedFileException damaged => new(damaged.Error, damaged.Error.HttpStatus(), damaged.Message),
        DicomFileException { Reason: not DicomFileError.Closed } damaged => new(OrthancError.CorruptedFile, OrthancError.CorruptedFile.HttpStatus(), damaged.Message),
        ZipFormatException damaged => new(OrthancError.BadFileFormat, OrthancError.BadFileFormat.HttpStatus(), damaged.Message),
        InflationException large => new(OrthancError.BadRequest, StatusCodes.Status413PayloadTooLarge, large.Message),
        UnreadableImageException unfit => new(unfit.Error, unfit.Error.HttpStatus(), unfit.Message),
        BadHttpRequestException bad => new(OrthancError.BadRequest, bad.StatusCode, bad.Message),
        IntakeOverloadedException full => Unavailable(full.Message, 1),
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => CannotSerialize,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => Full,
        PostgresException refused when IsOutOfService(refused.SqlState) => Unavailable(null, 5),
        PostgresException => null,
        NpgsqlException { IsTransient: true } => Unavailable(null, 5),
        ConcurrencyException => CannotSerialize,
        IOException when FullDisk.Is(exception) => Full,
        _ => null,
    };

    private static Failure CannotSerialize =>
        new(OrthancError.DatabaseCannotSerialize, StatusCodes.Status503ServiceUnavailable, RetryAfter: 1);

    private static Failure Full => new(OrthancError.FullStorage, StatusCodes.Status507InsufficientStorage);

    private static Failure Unavailable(string? details, int retryAfter) =>
        new(OrthancError.DatabaseUnavailable, StatusCodes.Status503ServiceUnavailable, details, retryAfter);

    // Classes 08 connection, 28 credentials, 53 resources; 3D000 no such database; 57P01 to 57P05 the server goes away or is not up yet.
    private static bool IsOutOfService(string state) =>
        state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("28", StringComparison.Ordinal)
        || state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal)
        || state == PostgresErrorCodes.InvalidCatalogName;
}
