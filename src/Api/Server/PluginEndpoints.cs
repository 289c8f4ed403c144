namespace EventDicom.Api.Server;

/// <summary>
/// <c>GET /plugins</c>: clients look here for features that are plugins in Orthanc. Listed is what this server does of its own
/// accord, under the name that Orthanc's plugin has.
/// </summary>
public sealed class ListPluginsEndpoint : OrthancEndpoint
{
    public override void Configure() => Get("/plugins");

    public override Task HandleAsync(CancellationToken ct) => AnswerAsync(json =>
    {
        json.WriteStartArray();
        json.WriteStringValue("explorer.js");
        foreach (var name in Plugins.Native.Keys) json.WriteStringValue(name);
        json.WriteEndArray();
    });
}

/// <summary><c>GET /plugins/explorer.js</c>: scripts that plugins add to the explorer; there are none.</summary>
public sealed class ExplorerScriptEndpoint : OrthancEndpoint
{
    public override void Configure() => Get("/plugins/explorer.js");

    public override Task HandleAsync(CancellationToken ct) => AnswerTextAsync("", ct, "application/javascript");
}

/// <summary><c>GET /plugins/{id}</c>.</summary>
public sealed class GetPluginEndpoint : OrthancEndpoint
{
    public override void Configure() => Get("/plugins/{id}");

    public override Task HandleAsync(CancellationToken ct) => !Plugins.Native.TryGetValue(Name, out var description)
        ? NotAnsweredAsync()
        : AnswerAsync(json =>
        {
            json.WriteStartObject();
            json.WriteString("Description", description);
            json.WriteBoolean("ExtendsOrthancExplorer", false);
            json.WriteString("ID", Name);
            json.WriteString("Version", ServerIdentity.Version);
            json.WriteEndObject();
        });
}

internal static class Plugins
{
    public static readonly IReadOnlyDictionary<string, string> Native = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["postgresql-index"] = "The index lies in PostgreSQL.",
    };
}
