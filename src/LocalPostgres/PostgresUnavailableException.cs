namespace EventDicom.LocalPostgres;

/// <summary>PostgreSQL is not installed, or could not be made to run. The message is written for the operator.</summary>
public sealed class PostgresUnavailableException : Exception
{
    public PostgresUnavailableException(string message) : base(message) { }

    public PostgresUnavailableException(string message, Exception inner) : base(message, inner) { }
}
