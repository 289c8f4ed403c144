namespace EventDicom.Api.Logging;

/// <summary>Orthanc's levels of talkativeness.</summary>
public enum LogVerbosity
{
    /// <summary>Warnings and errors.</summary>
    Default,

    /// <summary>What happens, too.</summary>
    Verbose,

    /// <summary>Everything.</summary>
    Trace,
}
