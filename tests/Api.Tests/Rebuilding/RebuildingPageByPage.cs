using System.Text.Json;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Projections.Rebuilding;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventDicom.Api.Tests.Rebuilding;

/// <summary>The events of one upload may lie on different pages, and others between them.</summary>
[Collection(nameof(AloneOnTheMachine))]
public sealed class RebuildingPageByPage(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [LocalPostgresFact]
    public async Task does_not_depend_on_where_a_page_of_events_ends()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString, options: "\"OverwriteInstances\": true,");
        var uploaded = new List<string>();
        for (var number = 0; number < 8; number++)
        {
            using var answer = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(SyntheticInstance.Create(patient: 900 + number / 4, study: 1 + number / 2 % 2, instance: number).ToBytes()));
            uploaded.Add(JsonElement.Parse(await answer.Content.ReadAsStringAsync()).Text("ID")!);
        }
        using var labelled = await server.Http.PutAsync(new Uri($"/instances/{uploaded[0]}/labels/first", UriKind.Relative), null);
        using var overwritten = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(SyntheticInstance.Create(patient: 900, instance: 0).ToBytes()));
        using var deleted = await server.Http.DeleteAsync(new Uri($"/instances/{uploaded[5]}", UriKind.Relative));
        await server.Http.GetStringAsync(new Uri("/changes", UriKind.Relative)); // the log has caught up
        var before = await ViewRows.OfAsync(postgres.ConnectionString);

        var rebuild = new ViewRebuild(server.Services.GetRequiredService<IDocumentStore>(), server.Services.GetRequiredService<NpgsqlDataSource>()) { PageSize = 1 };
        await rebuild.RunAsync(null, CancellationToken.None);

        (await ViewRows.OfAsync(postgres.ConnectionString)).ShouldBe(before);
    }
}
