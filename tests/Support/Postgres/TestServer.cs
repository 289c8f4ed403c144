using EventDicom.LocalPostgres;
using Testcontainers.PostgreSql;

namespace EventDicom.Support.Postgres;

/// <summary>The one PostgreSQL of a test process: a container where a Docker engine answers, else the machine's own.</summary>
public static class TestServer
{
    private const string Image = "postgres:17";

    private static readonly Lazy<Task<string>> s_started = new(StartAsync);

    private static readonly bool s_isInstalled = PostgresBinaries.AreInstalled();

    // Held for as long as the process lives: its reaper waits for our end.
    private static TemporaryPostgres? s_temporary;

    /// <summary>Why tests that need a database cannot run here, or null when they can.</summary>
    public static string? Missing => s_isInstalled || DockerEngine.Answers ? null : "needs Docker or an installed PostgreSQL";

    /// <summary>Why tests that crash their database cannot run here, or null when they can.</summary>
    public static string? MissingLocal => s_isInstalled ? null : "needs an installed PostgreSQL";

    public static Task<string> ConnectionStringAsync() => s_started.Value;

    private static async Task<string> StartAsync()
    {
        if (DockerEngine.Answers)
        {
            var container = new PostgreSqlBuilder(Image).WithCommand("-c", "max_connections=200").Build();
            await container.StartAsync();
            return container.GetConnectionString();
        }

        s_temporary = await TemporaryPostgres.StartAsync();
        return s_temporary.ConnectionString;
    }
}
