using EventDicom.Domain.Errors;
using static EventDicom.Domain.Errors.OrthancError;

namespace EventDicom.Api.Errors;

/// <summary>What each error code says, and the HTTP status that it becomes.</summary>
public static class OrthancErrors
{
    /// <summary>The fixed text of a code: <c>Message</c> and <c>OrthancError</c> of an HTTP answer, <c>ErrorDescription</c> of a
    /// job.</summary>
    public static string Message(this OrthancError error) => error switch
    {
        Success => "Success",
        Plugin => "Error encountered within the plugin engine",
        NotImplemented => "Not implemented yet",
        ParameterOutOfRange => "Parameter out of range",
        NotEnoughMemory => "The server hosting Orthanc is running out of memory",
        BadParameterType => "Bad type for a parameter",
        BadSequenceOfCalls => "Bad sequence of calls",
        InexistentItem => "Accessing an inexistent item",
        BadRequest => "Bad request",
        NetworkProtocol => "Error in the network protocol",
        UriSyntax => "Badly formatted URI",
        InexistentFile => "Inexistent file",
        BadFileFormat => "Bad file format",
        OrthancError.Timeout => "Timeout",
        UnknownResource => "Unknown resource",
        FullStorage => "The file storage is full",
        CorruptedFile => "Corrupted file",
        InexistentTag => "Inexistent tag",
        ReadOnly => "What is read-only cannot be changed",
        IncompatibleImageFormat => "Incompatible image format",
        IncompatibleImageSize => "Incompatible image size",
        UnknownDicomTag => "Unknown DICOM tag",
        BadJson => "Cannot parse a JSON document",
        Unauthorized => "Bad credentials were provided to an HTTP request",
        NotAcceptable => "No representation of this resource is acceptable to the client",
        DatabaseUnavailable => "The database is not available at the moment",
        CanceledJob => "This job was canceled",
        BadRange => "Incorrect range request",
        DatabaseCannotSerialize => "Too many writers changed the same thing at once; try again",
        Revision => "The revision given is not the current one",
        ForbiddenAccess => "Access to a resource is forbidden",
        DuplicateResource => "Duplicate resource",
        NoPresentationContext => "No acceptable presentation context was found",
        NoCFind => "The remote server does not support C-FIND",
        NoCMove => "The remote server does not support C-MOVE",
        CannotStoreInstance => "Cannot store an instance",
        CreateDicomNotString => "A DICOM instance can only be created from strings",
        CreateDicomOverrideTag => "A tag inherited from the parent cannot be given another value",
        CreateDicomUseContent => "Give the pixel data as \"Content\"",
        CreateDicomNoPayload => "An instance of the series has no content",
        CreateDicomUseDataUri => "The content must be a data URI",
        CreateDicomBadParent => "The parent does not exist",
        CreateDicomParentIsInstance => "The parent must be a patient, a study or a series",
        UnsupportedMediaType => "Unsupported media type",
        _ => "Internal error",
    };

    public static int HttpStatus(this OrthancError error) => error switch
    {
        Success => StatusCodes.Status200OK,
        ParameterOutOfRange or BadParameterType or BadRequest or UriSyntax or BadFileFormat or BadJson => StatusCodes.Status400BadRequest,
        >= CreateDicomNotString and <= CreateDicomParentIsInstance => StatusCodes.Status400BadRequest,
        Unauthorized => StatusCodes.Status401Unauthorized,
        ForbiddenAccess => StatusCodes.Status403Forbidden,
        InexistentItem or InexistentFile or UnknownResource or InexistentTag => StatusCodes.Status404NotFound,
        NotAcceptable => StatusCodes.Status406NotAcceptable,
        Revision or DuplicateResource => StatusCodes.Status409Conflict,
        UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
        BadRange => StatusCodes.Status416RangeNotSatisfiable,
        DatabaseUnavailable or DatabaseCannotSerialize => StatusCodes.Status503ServiceUnavailable,
        FullStorage => StatusCodes.Status507InsufficientStorage,
        _ => StatusCodes.Status500InternalServerError,
    };
}
