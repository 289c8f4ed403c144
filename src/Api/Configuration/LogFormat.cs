namespace EventDicom.Api.Configuration;

/// <summary>How the lines of the log are written.</summary>
public enum LogFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>An object in each line, with the fields of the entry and of what it belongs to: the request, the user, the resource, the
    /// job.</summary>
    Json,
}
