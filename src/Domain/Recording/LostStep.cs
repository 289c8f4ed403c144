using Npgsql;

namespace EventDicom.Domain.Recording;

/// <summary>
/// Tells that a connection and its server have another idea of what is prepared. A statement that fails at its binding the moment Npgsql
/// prepares it leaves that behind, and the next user of the connection gets an answer to something else (npgsql/npgsql#6391). Nothing is
/// wrong with what that one asked: it may ask again.
/// </summary>
public static class LostStep
{
    public static bool Is(Exception failure) => failure switch
    {
        PostgresException refused =>
            refused.SqlState is PostgresErrorCodes.InvalidSqlStatementName or PostgresErrorCodes.DuplicatePreparedStatement
            or PostgresErrorCodes.ProtocolViolation,
        NpgsqlException => false,
        // Npgsql throws no more than this at a message that it did not expect, and gives the connection up.
        _ => failure.GetType() == typeof(Exception) && failure.Source == "Npgsql",
    };
}
