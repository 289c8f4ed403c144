namespace EventDicom.Api.Hosting;

/// <summary>The server must not start like this, and has touched nothing. The message is one line, written for the operator.</summary>
public sealed class StartRefusedException(string message) : Exception(message);
