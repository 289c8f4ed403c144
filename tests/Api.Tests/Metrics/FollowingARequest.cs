using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventDicom.Api.Tests.Metrics;

/// <summary>From a request to its events, and to what is logged meanwhile.</summary>
public sealed class FollowingARequest(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [PostgresFact]
    public async Task leads_from_the_span_of_the_request_to_its_events_and_marks_what_is_logged()
    {
        using var collector = new Collector();
        using var log = new ScopedLog();
        string? id;
        await using (var server = await JobServer.StartAsync(postgres.ConnectionString, log: log,
            ours: $"\"Traces\": \"{collector.Address}v1/traces\","))
        {
            id = (await server.UploadAsync(SyntheticInstance.Create(1))).Text("ID");
            foreach (var file in Directory.EnumerateFiles(server.BlobFolder, "*", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(file).Length == 64)) File.Delete(file);
            using var missing = await server.Http.GetAsync(new Uri($"/instances/{id}/file", UriKind.Relative));
        }

        // The end of the server sends what is left.
        var sent = Encoding.Latin1.GetString(collector.Received);
        foreach (var span in (string[])["POST /instances", "intake", "batch", "ledger", "commit", "blobs"]) sent.ShouldContain(span);
        var trace = (await AskAsync($"select headers->>'traceparent' from events.mt_events where stream_id = '{id}'")).Split('-')[1];
        sent.ShouldContain(Encoding.Latin1.GetString(Convert.FromHexString(trace)));

        var line = log.Lines.Single(line => line.Text.Contains(id!, StringComparison.Ordinal) && line.Level == LogLevel.Error);
        line.Fields.ShouldContainKeyAndValue("Resource", id);
        line.Fields["Request"].ShouldNotBeNull();
    }

    private async Task<string> AskAsync(string sql)
    {
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var command = database.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Takes whatever is sent to it.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly MemoryStream _received = new();
        private readonly Task _work;

        public Collector()
        {
            Address = $"http://127.0.0.1:{FreePort.Next()}/";
            _listener.Prefixes.Add(Address);
            _listener.Start();
            _work = Task.Run(WorkAsync);
        }

        public string Address { get; }

        public byte[] Received
        {
            get
            {
                lock (_received) return _received.ToArray();
            }
        }

        public void Dispose()
        {
            _listener.Close();
            _work.Wait();
            _received.Dispose();
        }

        private async Task WorkAsync()
        {
            while (true)
            {
                try
                {
                    var context = await _listener.GetContextAsync();
                    using var body = new MemoryStream();
                    await context.Request.InputStream.CopyToAsync(body);
                    lock (_received) body.WriteTo(_received);
                    context.Response.Close();
                }
                catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }

    private sealed class ScopedLog : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider? _scopes;

        public ConcurrentQueue<(LogLevel Level, string Text, Dictionary<string, object?> Fields)> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Logger(this);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public void Dispose()
        {
        }

        private sealed class Logger(ScopedLog log) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
                Func<TState, Exception?, string> formatter)
            {
                var fields = new Dictionary<string, object?>();
                log._scopes?.ForEachScope(static (scope, fields) =>
                {
                    foreach (var (name, value) in scope as IEnumerable<KeyValuePair<string, object?>> ?? []) fields[name] = value;
                }, fields);
                log.Lines.Enqueue((logLevel, formatter(state, exception), fields));
            }
        }
    }
}
