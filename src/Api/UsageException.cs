namespace EventDicom.Api;

/// <summary>The command line means nothing. The message is one line, written for the operator.</summary>
public sealed class UsageException(string message) : Exception(message);
