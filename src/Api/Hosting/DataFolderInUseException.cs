namespace EventDicom.Api.Hosting;

/// <summary>Another server works on the data folder. The message is written for the operator.</summary>
public sealed class DataFolderInUseException(string message) : Exception(message);
