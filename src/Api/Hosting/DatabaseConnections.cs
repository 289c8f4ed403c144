using Npgsql;

namespace EventDicom.Api.Hosting;

/// <summary>How the server talks to its database, its own or a site's.</summary>
public sealed partial class DatabaseConnections
{
    // More statements than there are in the code; each connection keeps those prepared that it sees twice.
    private const int PreparedStatements = 200;

    // What a node that is gone held is free within: half a second after its process has ended, even in the middle of a statement; some five
    // after its machine or its network has. A site's server has neither by default: the first is off, and the second takes two hours. The
    // names that a server does not know are passed over; over a Unix socket the last four mean nothing.
    private const string NoticeTheDead =
        """
        select set_config(name, value, false)
        from (values ('client_connection_check_interval', '500'), ('tcp_keepalives_idle', '2'), ('tcp_keepalives_interval', '1'),
          ('tcp_keepalives_count', '3'),
            ('tcp_user_timeout', '5000')) as wanted(name, value)
        where current_setting(name, true) is not null
        """;

    private int _warned;

    public DatabaseConnections(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString)
        {
            ConnectionStringBuilder = { MaxAutoPrepare = PreparedStatements, AutoPrepareMinUsages = 2, NoResetOnClose = true },
        };
        // Not by Options of the connection string: a pooler would refuse the connection.
        builder.UsePhysicalConnectionInitializer(Set, SetAsync);
        Source = builder.Build();
    }

    public NpgsqlDataSource Source { get; }

    /// <summary>Where it says, once, that the database refuses the settings. To be given before the first connection is opened.</summary>
    public ILogger? Logger { get; set; }

    private void Set(NpgsqlConnection connection)
    {
        try
        {
            using var command = new NpgsqlCommand(NoticeTheDead, connection);
            command.ExecuteNonQuery();
        }
        catch (PostgresException refused)
        {
            Warn(refused);
        }
    }

    private async Task SetAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var command = new NpgsqlCommand(NoticeTheDead, connection);
            await command.ExecuteNonQueryAsync();
        }
        catch (PostgresException refused)
        {
            Warn(refused);
        }
    }

    private void Warn(PostgresException refused)
    {
        if (Logger is not null && Interlocked.Exchange(ref _warned, 1) == 0) Refused(Logger, refused.MessageText);
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The database refuses settings by which it would notice sooner that a node is gone: {Reason}")]
    private static partial void Refused(ILogger logger, string reason);
}
