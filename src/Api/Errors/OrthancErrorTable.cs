using static EventDicom.Api.Errors.OrthancError;

namespace EventDicom.Api.Errors;

/// <summary>What Orthanc says, and with which HTTP status, for each of its errors.</summary>
public static class OrthancErrorTable
{
    public static (int Status, string Message) Of(OrthancError error) => error switch
    {
        NotImplemented => (500, "Not implemented yet"),
        ParameterOutOfRange => (400, "Parameter out of range"),
        BadParameterType => (400, "Bad type for a parameter"),
        BadSequenceOfCalls => (500, "Bad sequence of calls"),
        InexistentItem => (404, "Accessing an inexistent item"),
        BadRequest => (400, "Bad request"),
        NetworkProtocol => (500, "Error in the network protocol"),
        UriSyntax => (400, "Badly formatted URI"),
        InexistentFile => (404, "Inexistent file"),
        BadFileFormat => (400, "Bad file format"),
        UnknownResource => (404, "Unknown resource"),
        FullStorage => (507, "The file storage is full"),
        CorruptedFile => (500, "Corrupted file (e.g. inconsistent MD5 hash)"),
        InexistentTag => (404, "Inexistent tag"),
        IncompatibleImageFormat => (500, "Incompatible format of the images"),
        IncompatibleImageSize => (500, "Incompatible size of the images"),
        UnknownDicomTag => (500, "Unknown DICOM tag"),
        BadJson => (400, "Cannot parse a JSON document"),
        Unauthorized => (401, "Bad credentials were provided to an HTTP request"),
        NotAcceptable => (406, "No acceptable response"),
        DatabaseUnavailable => (503, "The database is currently not available"),
        CanceledJob => (500, "This job was canceled"),
        BadRange => (416, "Incorrect range request"),
        DatabaseCannotSerialize => (503, "Database could not serialize access"),
        Revision => (409, "A bad revision number was provided"),
        Forbidden => (403, "Access to a resource is forbidden"),
        DuplicateResource => (409, "Duplicate resource"),
        DicomFindUnavailable => (500, "DicomUserConnection: The C-FIND command is not supported by the remote SCP"),
        CannotStoreInstance => (500, "Cannot store an instance"),
        CreateDicomNotString => (400, "Only string values are supported when creating DICOM instances"),
        CreateDicomOverrideTag => (400, "Trying to override a value inherited from a parent module"),
        CreateDicomUseContent => (400, "Use \"Content\" to inject an image into a new DICOM instance"),
        CreateDicomNoPayload => (400, "No payload is present for one instance in the series"),
        CreateDicomUseDataUriScheme => (400, "The payload of the DICOM instance must be specified according to Data URI scheme"),
        CreateDicomBadParent => (400, "Trying to attach a new DICOM instance to an inexistent resource"),
        CreateDicomParentIsInstance => (400, "Trying to attach a new DICOM instance to an instance (must be a series, study or patient)"),
        UnsupportedMediaType => (415, "Unsupported media type"),
        _ => (500, "Internal error"),
    };
}
