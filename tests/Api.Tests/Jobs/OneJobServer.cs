using EventDicom.Api.Tests.Http;
using EventDicom.Support.Postgres;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EventDicom.Api.Tests.Jobs;

/// <summary>A server with two places for jobs, which the tests of a class share.</summary>
public sealed class OneJobServer : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private JobServer? _server;

    internal JobServer Server => _server!;

    internal string ConnectionString => _postgres.ConnectionString;

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is not null) return;
        await _postgres.InitializeAsync();
        _server = await JobServer.StartAsync(_postgres.ConnectionString, options: "\"JobsHistorySize\": 100,",
            also: services => services.AddTransient<IStartupFilter, NamingRoutes>());
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
