namespace EventDicom.Api.Logging;

/// <summary>Orthanc's parts of a server that can be made more talkative one by one.</summary>
public enum LogCategory
{
    Generic,

    /// <summary>There are no plugins here; the level is kept and means nothing.</summary>
    Plugins,
    Http,

    /// <summary>The index, which is PostgreSQL here.</summary>
    Sqlite,
    Dicom,
    Jobs,

    /// <summary>There is no Lua here; the level is kept and means nothing.</summary>
    Lua,
}
