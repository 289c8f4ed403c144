using System.Text.Json;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Projections.Views;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventDicom.Api.Tests.Rebuilding;

/// <summary>The events of one upload may lie on different pages, and others between them.</summary>
public sealed class RebuildingPageByPage(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [LocalPostgresFact]
    public async Task does_not_depend_on_where_a_page_of_events_ends()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString, options: "\"OverwriteInstances\": true,");
        var uploaded = new List<string>();
        for (var number = 0; number < 8; number++)
        {
            using var answer = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative),
                new ByteArrayContent(SyntheticInstance.Create(patient: 900 + number / 4, study: 1 + number / 2 % 2, instance: number)
                    .ToBytes()));
            uploaded.Add(JsonElement.Parse(await answer.Content.ReadAsStringAsync()).Text("ID")!);
        }
        using var labelled = await server.Http.PutAsync(new Uri($"/instances/{uploaded[0]}/labels/first", UriKind.Relative), null);
        using var overwritten = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative),
            new ByteArrayContent(SyntheticInstance.Create(patient: 900, instance: 0).ToBytes()));
        using var deleted = await server.Http.DeleteAsync(new Uri($"/instances/{uploaded[5]}", UriKind.Relative));
        await server.Http.GetStringAsync(new Uri("/changes", UriKind.Relative)); // the log has caught up
        var before = await ViewRows.OfAsync(postgres.ConnectionString);

        var rebuild = new ViewRebuild(server.Services.GetRequiredService<IDocumentStore>(),
            server.Services.GetRequiredService<NpgsqlDataSource>()) { PageSize = 1 };
        await rebuild.RunAsync(null, CancellationToken.None);

        (await ViewRows.OfAsync(postgres.ConnectionString)).ShouldBe(before);
    }

    [LocalPostgresTheory]
    [InlineData("stop")]
    [InlineData("lose the connection")]
    [InlineData("lose a table")]
    public async Task leaves_the_views_as_they_are_when_it_is_broken_off(string how)
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString);
        for (var patient = 910; patient < 914; patient++) await server.UploadAsync(SyntheticInstance.Create(patient));
        await server.Http.GetStringAsync(new Uri("/changes", UriKind.Relative));
        var before = await ViewRows.OfAsync(postgres.ConnectionString);
        before.ShouldContain("instances");
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        using var stop = new CancellationTokenSource();
        var rebuild = new ViewRebuild(server.Services.GetRequiredService<IDocumentStore>(),
            server.Services.GetRequiredService<NpgsqlDataSource>()) { PageSize = 1 };

        await Should.ThrowAsync<Exception>(rebuild.RunAsync(new Broken(() =>
        {
            if (how == "stop") stop.Cancel();
            else Tell(how == "lose a table" ? "drop table views_next.instances cascade"
                : "select pg_terminate_backend(pid) from pg_stat_activity where query like '%views_next%' and pid <> pg_backend_pid()");
        }), stop.Token));

        (await ViewRows.OfAsync(postgres.ConnectionString)).ShouldBe(before);
        (await rebuild.EnsureAsync(null, CancellationToken.None)).ShouldBeNull("the views were not touched, and are as good as before");
        await rebuild.RunAsync(null, CancellationToken.None);
        (await ViewRows.OfAsync(postgres.ConnectionString)).ShouldBe(before);

        void Tell(string sql)
        {
            using var command = database.CreateCommand(sql);
            command.ExecuteNonQuery();
        }
    }

    // Called in the middle of a rebuild, between two pages.
    private sealed class Broken(Action work) : IProgress<RebuildProgress>
    {
        private int _pages;

        public void Report(RebuildProgress value)
        {
            if (++_pages == 3) work();
        }
    }
}
