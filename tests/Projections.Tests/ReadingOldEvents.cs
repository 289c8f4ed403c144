using System.Text.Json;
using EventDicom.Domain;
using JasperFx;
using Marten;
using Npgsql;

namespace EventDicom.Projections.Tests;

/// <summary>
/// Every type of event has a stored sample from its first release on, in Samples, and one more (<c>name.what.json</c>) for members that
/// came later. They are never edited: whatever becomes of the classes, these texts must still be read, and must still say the same.
/// </summary>
public sealed class ReadingOldEvents
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Samples");

    private static readonly string[] s_samples = [.. Directory.EnumerateFiles(s_folder, "*.json")
        .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Samples => [.. s_samples];

    [Fact]
    public void has_a_sample_of_each_type() => EventCatalog.Types.Keys.ShouldBeSubsetOf(s_samples);

    [Theory]
    [MemberData(nameof(Samples))]
    public void still_understands_the_sample_of_each_type(string file)
    {
        var name = file.Split('.')[0];
        using var store = DocumentStore.For(options => EventStore.Configure(options, NpgsqlDataSource.Create("Host=nowhere")));
        var sample = File.ReadAllText(Path.Combine(s_folder, file + ".json"));

        var @event = store.Options.Serializer()
            .FromJson(EventCatalog.Types[name], new MemoryStream(System.Text.Encoding.UTF8.GetBytes(sample)));

        // Written again it says all that the sample says; a later version may say more.
        using var before = JsonDocument.Parse(sample);
        using var after = JsonDocument.Parse(store.Options.Serializer().ToJson(@event));
        foreach (var member in before.RootElement.EnumerateObject())
            JsonElement.DeepEquals(after.RootElement.GetProperty(member.Name), member.Value).ShouldBeTrue($"{name}.{member.Name}");
    }

    [Fact]
    public void has_a_fixed_name_for_each_type_of_event_that_the_domain_knows()
    {
        var events = typeof(EventCatalog).Assembly.GetExportedTypes()
            .Where(type => type.Namespace != typeof(OrthancId).Namespace
                && s_pastTense.Any(ending => type.Name.EndsWith(ending, StringComparison.Ordinal)) && type.IsSealed && !type.IsAbstract)
            .Where(type => type.GetMethod("<Clone>$") is not null
                && type.GetProperties().Any(property => property.PropertyType == typeof(DateTimeOffset)));
        events.ShouldBeSubsetOf(EventCatalog.Types.Values);
    }

    private static readonly string[] s_pastTense = ["ed", "ten", "n"];
}
