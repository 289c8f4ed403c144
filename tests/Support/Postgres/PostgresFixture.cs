using Npgsql;

namespace EventDicom.Support.Postgres;

/// <summary>
/// A fresh, empty database for one test class, on the test process's one PostgreSQL. Use it as a class fixture, with
/// <see cref="PostgresFactAttribute"/> on the tests.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private const int PoolSize = 30; // Several classes run at once against one max_connections.

    private readonly string _database = $"test_{Guid.NewGuid():N}";
    private string? _connectionString;

    /// <summary>To the database, as a superuser.</summary>
    public string ConnectionString => _connectionString ?? throw new InvalidOperationException(TestServer.Missing);

    public async Task InitializeAsync()
    {
        // Also made for a class whose tests are all skipped.
        if (TestServer.Missing is not null) return;

        await ExecuteAsync($"CREATE DATABASE {_database}");
        _connectionString = new NpgsqlConnectionStringBuilder(await TestServer.ConnectionStringAsync())
        {
            Database = _database,
            MaxPoolSize = PoolSize,
        }.ConnectionString;
    }

    public async Task DisposeAsync()
    {
        if (_connectionString is not null) await ExecuteAsync($"DROP DATABASE {_database} WITH (FORCE)");
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(await TestServer.ConnectionStringAsync());
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
