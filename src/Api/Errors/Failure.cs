using EventDicom.Domain;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Zip;

namespace EventDicom.Api.Errors;

/// <summary>A refusal or an exception, as the client is told about it.</summary>
/// <param name="RetryAfter">Seconds after which another try makes sense; 0 when it makes none.</param>
/// <param name="Unexpected">Nobody foresaw it: the log must have the whole of it, the client nothing.</param>
public readonly record struct Failure(OrthancError Error, int HttpStatus, string? Details = null, int RetryAfter = 0,
    bool Unexpected = false)
{
    private const int WrapsAtMost = 8;

    /// <summary>What programs can read of it; <c>null</c> for nothing.</summary>
    public ErrorPayload? Payload { get; init; }

    public static Failure Of(Refused refused) =>
        new(refused.Error, refused.Error.HttpStatus(), refused.Details) { Payload = refused.Payload };

    /// <summary>Looks through the wrappers that Marten, Wolverine and tasks put around the cause.</summary>
    public static Failure Of(Exception exception)
    {
        var cause = exception;
        for (var depth = 0; cause is not null && depth < WrapsAtMost; depth++, cause = cause.InnerException)
            if (OfRequest(cause) is { } failure)
                return failure;

        return KnownFailure.Of(exception) is { } known ? Of(known) : Unforeseen;
    }

    // What is wrong with the request itself, or with how it was read.
    private static Failure? OfRequest(Exception exception) => exception switch
    {
        OrthancException raised => new(raised.Error, raised.HttpStatus, raised.Details) { Payload = raised.Payload },
        ZipFormatException damaged => Of(new Refused(OrthancError.BadFileFormat, damaged.Message)),
        InflationException large => new(OrthancError.BadRequest, StatusCodes.Status413PayloadTooLarge, large.Message),
        UnreadableImageException unfit => Of(new Refused(unfit.Error, unfit.Message)),
        BadHttpRequestException bad => new(OrthancError.BadRequest, bad.StatusCode, bad.Message),
        // Stored files say what is wrong with them in exceptions of their own.
        InvalidDataException or EndOfStreamException => Unforeseen,
        _ => null,
    };

    private static Failure Of(KnownFailure known) => known switch
    {
        // A disk that fails.
        { Error: OrthancError.InternalError } => Unforeseen,
        { Error: OrthancError.FullStorage } => new(known.Error, StatusCodes.Status507InsufficientStorage),
        { Error: OrthancError.NotEnoughMemory, IsTransient: false } =>
            new(known.Error, StatusCodes.Status413PayloadTooLarge, known.Details),
        { IsTransient: true } => new(known.Error, StatusCodes.Status503ServiceUnavailable, known.Details, known.RetryAfter),
        _ => Of(new Refused(known.Error, known.Details)),
    };

    private static Failure Unforeseen => new(OrthancError.InternalError, StatusCodes.Status500InternalServerError, Unexpected: true);
}
