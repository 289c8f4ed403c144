using EventDicom.Api.Configuration;
using EventDicom.Api.Hosting;
using Weasel.Core.Migrations;

namespace EventDicom.Api;

/// <summary><c>db-dump</c>, <c>db-apply</c> and <c>db-assert</c>: the schema of the database, for those who look after it.</summary>
internal static class SchemaCommands
{
    // The schema is the same wherever the database is; it is written without asking one.
    private const string NoDatabase = "Host=localhost";

    public static async Task<int> DumpAsync(string file, OrthancConfiguration configuration, CancellationToken ct)
    {
        await using var archive = new ArchiveTools(configuration, NoDatabase);
        var script = string.Join('\n', archive.Schemas.Select(schema => schema.ToDatabaseScript()));
        if (file == "-") Console.WriteLine(script);
        else await File.WriteAllTextAsync(file, script, ct);
        return 0;
    }

    public static async Task<int> ApplyAsync(OrthancConfiguration configuration, ILogger logger, CancellationToken ct)
    {
        await using var access = await DatabaseAccess.AloneAsync(configuration.EventDicom, mayCreate: true, logger, ct);
        await using var archive = new ArchiveTools(configuration, access.ConnectionString);
        await archive.ApplySchemaAsync(ct);
        Console.WriteLine("The schema is up to date");
        return 0;
    }

    public static async Task<int> AssertAsync(OrthancConfiguration configuration, ILogger logger, CancellationToken ct)
    {
        await using var access = await DatabaseAccess.ReadingAsync(configuration.EventDicom, logger, ct);
        await using var archive = new ArchiveTools(configuration, access.ConnectionString);
        try
        {
            foreach (var schema in archive.Schemas) await schema.AssertDatabaseMatchesConfigurationAsync(ct);
        }
        catch (DatabaseValidationException differs)
        {
            Console.WriteLine(differs.Message);
            Console.Error.WriteLine("EventDicom: the schema differs; './run db-apply [CONFIG]' brings it up to date");
            return 1;
        }
        Console.WriteLine("The schema is up to date");
        return 0;
    }
}
